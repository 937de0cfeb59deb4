package org.manyhands.link;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import org.manyhands.wire.Frame;

/** The one method of the service {@code Link} in link.proto. Written by hand, it saves a generator and two libraries. */
final class LinkMethod {
    static final String SERVICE = "org.manyhands.wire.Link";

    static final MethodDescriptor<Frame, Frame> OPEN = MethodDescriptor.<Frame, Frame>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Open"))
            .setRequestMarshaller(new Frames())
            .setResponseMarshaller(new Frames())
            .build();

    private LinkMethod() {}

    private static final class Frames implements MethodDescriptor.Marshaller<Frame> {
        @Override
        public InputStream stream(Frame frame) {
            return frame.toByteString().newInput();
        }

        @Override
        public Frame parse(InputStream bytes) {
            try {
                return Frame.parseFrom(bytes);
            } catch (IOException broken) {
                throw Status.INTERNAL
                        .withDescription("a frame that is not understood: " + broken.getMessage())
                        .withCause(broken)
                        .asRuntimeException();
            }
        }
    }
}

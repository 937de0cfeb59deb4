package org.manyhands.server.api;

/** A request that cannot be answered: the status of HTTP, and a sentence for people. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    private ApiException(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    static ApiException badRequest(String sentence) {
        return new ApiException(400, sentence);
    }

    static ApiException forbidden(String sentence) {
        return new ApiException(403, sentence);
    }

    static ApiException notFound(String sentence) {
        return new ApiException(404, sentence);
    }

    static ApiException conflict(String sentence) {
        return new ApiException(409, sentence);
    }

    /** Nobody can say whether it was done. */
    static ApiException unknown(String sentence) {
        return new ApiException(503, sentence);
    }

    int status() {
        return status;
    }
}

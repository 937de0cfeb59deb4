package org.manyhands.cli.verb;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.node.LinkSettings;
import org.manyhands.cli.spec.Durations;
import org.manyhands.cli.spec.FlagSpec;
import org.manyhands.cli.spec.SpecException;
import org.manyhands.link.Endpoint;
import org.manyhands.server.identity.ClusterAuthority;
import picocli.CommandLine.Option;

/** How a control node listens for others. */
final class ListenOptions {
    /** A younger certificate must be had within a third of it. */
    private static final Duration LIFE_MIN = Duration.ofSeconds(15);

    @Option(
            names = "--listen",
            paramLabel = "[HOST][:PORT]",
            description = {
                "Listens for other machines, which join with 'mh token create' here and 'mh join' there: on one address,",
                "or on all with :PORT (default: as before; the port without one: " + Endpoint.PORT_DEFAULT + ")."
            })
    private @Nullable String listen;

    @Option(
            names = "--advertise",
            paramLabel = "HOST[:PORT]",
            description = "With --listen: where the other machines find this one (default: where it listens).")
    private @Nullable String advertise;

    @Option(
            names = "--certificate-life",
            paramLabel = "TIME",
            description =
                    "With --listen: how long certificates of nodes are good; they are renewed in time (default: 30d).")
    private @Nullable String certificateLife;

    /** The first of these options that was given; empty if none was. */
    Optional<String> given() {
        if (listen != null) {
            return Optional.of("--listen");
        }
        if (advertise != null) {
            return Optional.of("--advertise");
        }
        return certificateLife == null ? Optional.empty() : Optional.of("--certificate-life");
    }

    /** As it was said; empty if it was not. */
    Optional<LinkSettings> settings() throws SpecException, UsageException {
        return listen == null ? unsaid() : Optional.of(settings(listen));
    }

    /** As it was said, or on all addresses. */
    LinkSettings settingsOrAll() throws SpecException, UsageException {
        return settings(listen == null ? ":" + Endpoint.PORT_DEFAULT : listen);
    }

    private Optional<LinkSettings> unsaid() throws UsageException {
        if (given().isPresent()) {
            throw new UsageException(given().get() + " goes with --listen [HOST][:PORT]");
        }
        return Optional.empty();
    }

    private LinkSettings settings(String at) throws SpecException, UsageException {
        Duration life = certificateLife == null
                ? ClusterAuthority.LIFE_DEFAULT
                : Duration.ofMillis(FlagSpec.read("--certificate-life", certificateLife, Durations::parse));
        if (life.compareTo(LIFE_MIN) < 0) {
            throw new UsageException(
                    "--certificate-life: '" + certificateLife + "' (expected: at least " + LIFE_MIN.toSeconds() + "s)");
        }
        Optional<Endpoint> advertised =
                advertise == null ? Optional.empty() : Optional.of(endpoint("--advertise", advertise));
        return new LinkSettings(endpoint("--listen", at), advertised, life);
    }

    static Endpoint endpoint(String flag, String text) throws UsageException {
        try {
            return Endpoint.parse(text);
        } catch (IllegalArgumentException bad) {
            throw new UsageException(flag + ": " + bad.getMessage());
        }
    }
}

package org.manyhands.cli.node;

import java.time.Duration;
import java.util.Optional;
import org.manyhands.link.Endpoint;

/**
 * How a control node listens for others.
 *
 * @param at an empty host: on all addresses of this machine
 * @param advertised where others find it, if that is not what it listens on
 * @param certificateLife of the nodes' certificates
 */
public record LinkSettings(Endpoint at, Optional<Endpoint> advertised, Duration certificateLife) {}

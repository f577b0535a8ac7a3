package io.reprise.engine.internal.data;

import java.net.URI;
import java.util.Set;

/** Which addresses data may come from. */
final class Addresses {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private Addresses() {}

    /** Encrypted ones, and others on this machine only. */
    static boolean isAllowed(URI address) {
        if (address.getHost() == null || address.getScheme() == null) {
            return false;
        }
        return switch (address.getScheme()) {
            case "https" -> true;
            case "http" -> isLocal(address);
            default -> false;
        };
    }

    /** Whether it is on this machine. */
    static boolean isLocal(URI address) {
        return THIS_MACHINE.contains(address.getHost());
    }
}

package io.reprise.engine.internal.data;

import io.reprise.api.RepriseException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The proxy that the environment names, in {@code https_proxy} and {@code no_proxy} in small or capital letters; without them
 * that of Java's own properties.
 */
final class Proxies extends ProxySelector {
    private static final int USUAL_PORT = 8080;

    private final Optional<URI> proxy;
    private final List<String> without;
    private final ProxySelector otherwise;

    private Proxies(Optional<URI> proxy, List<String> without, ProxySelector otherwise) {
        this.proxy = proxy;
        this.without = without;
        this.otherwise = otherwise;
    }

    /**
     * The proxies of an environment.
     *
     * @param variables gives the value of a variable, or null
     * @param otherwise asked where the environment names none; may be null
     */
    static Proxies of(UnaryOperator<String> variables, ProxySelector otherwise) {
        String named = first(variables, "https_proxy", "HTTPS_PROXY");
        String without = first(variables, "no_proxy", "NO_PROXY");
        return new Proxies(
                named.isBlank() ? Optional.empty() : Optional.of(parse(named.strip())),
                Arrays.stream(without.split(",", -1))
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .filter(name -> !name.isEmpty())
                        .toList(),
                otherwise);
    }

    private static String first(UnaryOperator<String> variables, String name, String otherName) {
        String value = variables.apply(name);
        value = value == null ? variables.apply(otherName) : value;
        return value == null ? "" : value;
    }

    private static URI parse(String text) {
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw wrong().because(e);
        }
        throw wrong();
    }

    /** Without the value, which may hold a password. */
    private static RepriseException wrong() {
        return RepriseException.problem("The environment variable https_proxy names no proxy")
                .expected("http://HOST:PORT");
    }

    @Override
    public List<Proxy> select(URI address) {
        if (Addresses.isLocal(address)) {
            return List.of(Proxy.NO_PROXY);
        }
        if (proxy.isEmpty()) {
            return otherwise == null ? List.of(Proxy.NO_PROXY) : otherwise.select(address);
        }
        String host = address.getHost().toLowerCase(Locale.ROOT);
        if (without.stream().anyMatch(name -> matches(host, name))) {
            return List.of(Proxy.NO_PROXY);
        }
        URI through = proxy.get();
        int port = through.getPort() < 0 ? USUAL_PORT : through.getPort();
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(through.getHost(), port)));
    }

    private static boolean matches(String host, String name) {
        String domain = name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
        return name.equals("*") || host.equals(domain) || host.endsWith("." + domain);
    }

    @Override
    public void connectFailed(URI address, SocketAddress through, IOException failure) {
        if (otherwise != null && proxy.isEmpty()) {
            otherwise.connectFailed(address, through, failure);
        }
    }

    /** Gives the proxy, and no one else, the name and password of its address. */
    Optional<Authenticator> authenticator() {
        String user = proxy.map(URI::getRawUserInfo).orElse(null);
        if (user == null) {
            return Optional.empty();
        }
        int colon = user.indexOf(':');
        String name = decode(colon < 0 ? user : user.substring(0, colon));
        String password = decode(colon < 0 ? "" : user.substring(colon + 1));
        return Optional.of(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY
                        ? new PasswordAuthentication(name, password.toCharArray())
                        : null;
            }
        });
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}

package io.reprise.language;

import java.nio.charset.StandardCharsets;

/** The vocabulary of 256 bytes: any text, no tokeniser. */
public final class ByteVocabulary {
    /** The number of codes. */
    public static final int SIZE = 256;

    private ByteVocabulary() {}

    /** The codes of a text's UTF-8 bytes. */
    public static int[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] codes = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            codes[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return codes;
    }

    /** The text of codes; bytes that are no UTF-8 become the replacement character. */
    public static String decode(int[] codes) {
        byte[] bytes = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            bytes[i] = (byte) codes[i];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

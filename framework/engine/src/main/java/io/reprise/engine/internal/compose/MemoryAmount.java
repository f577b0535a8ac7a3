package io.reprise.engine.internal.compose;

import io.reprise.api.RepriseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory.
 *
 * @param number of bytes, or of hundredths
 * @param share whether it is a share of what there is
 */
record MemoryAmount(double number, boolean share) {
    private static final Pattern FORM =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)(?:i?b)?|(\\d+(?:\\.\\d+)?)\\s*%");
    private static final int STEP = 10;

    /**
     * Reads an amount.
     *
     * @throws RepriseException if it is none, or nothing
     */
    static MemoryAmount parse(String key, String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (form.matches()) {
            boolean share = form.group(3) != null;
            double number = Double.parseDouble(share ? form.group(3) : form.group(1));
            int power = share
                    ? 0
                    : 1
                            + "kmgt"
                                    .indexOf(
                                            form.group(2).isEmpty()
                                                    ? '?'
                                                    : form.group(2).charAt(0));
            if (number > 0 && (!share || number <= 100)) {
                return new MemoryAmount(Math.scalb(number, STEP * power), share);
            }
        }
        throw RepriseException.problem("'" + text + "' is no amount of memory")
                .at(key)
                .expected("for instance 800m, 4g or 50%");
    }

    /** In bytes, where there are so many. */
    long of(long all) {
        return Math.max(1, (long) (share ? all * (number / 100) : number));
    }
}

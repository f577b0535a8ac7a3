package io.reprise.tensor.service.memory;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the caller asked of the tensor service, read off the stack: only a failure pays for it.
 */
final class OperationName {
    private static final String API = "io.reprise.tensor";
    private static final String SERVICE = API + ".service";
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private OperationName() {}

    /**
     * The operation that needs memory, and those that it is a part of, innermost first: {@code exp of softmax}. Empty where no
     * method of the interfaces is on the stack.
     */
    static String current() {
        List<String> names = STACK.walk(frames -> frames.filter(frame -> isOperation(frame.getDeclaringClass()))
                .map(StackWalker.StackFrame::getMethodName)
                .filter(name -> !name.startsWith("lambda$") && !name.startsWith("<"))
                .collect(Collectors.toList()));
        StringBuilder text = new StringBuilder();
        String last = "";
        for (String name : names) {
            if (!name.equals(last)) {
                text.append(text.isEmpty() ? "" : " of ").append(name);
            }
            last = name;
        }
        return text.toString();
    }

    /** Whether a class is one of this service's, or a default method's, behind an interface that methods are written on. */
    private static boolean isOperation(Class<?> type) {
        return type.isInterface()
                ? type.getPackageName().equals(API)
                : type.getPackageName().startsWith(SERVICE) && implementsApi(type);
    }

    private static boolean implementsApi(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Class<?> implemented : each.getInterfaces()) {
                // Not the functions that it takes, such as the gradient of an operation of one's own.
                if (implemented.getPackageName().equals(API) && implemented.getEnclosingClass() == null) {
                    return true;
                }
            }
        }
        return false;
    }
}

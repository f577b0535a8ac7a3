package io.reprise.engine.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.engine.RunListener;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardingListenerTest {
    @Test
    void tellsAllThatThereIsToTell() throws ReflectiveOperationException {
        List<String> told = new ArrayList<>();
        RunListener listener = (RunListener) Proxy.newProxyInstance(
                RunListener.class.getClassLoader(), new Class<?>[] {RunListener.class}, (proxy, method, arguments) -> {
                    told.add(method.getName());
                    return null;
                });
        List<Method> methods = Arrays.stream(RunListener.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .toList();

        for (Method method : methods) {
            Object[] arguments = Arrays.stream(method.getParameterTypes())
                    .map(type -> type == long.class
                            ? (Object) 1L
                            : type == double.class ? (Object) 1.0 : type == boolean.class ? true : null)
                    .toArray();
            method.invoke(new ForwardingListener(listener), arguments);
        }

        assertThat(told)
                .isNotEmpty()
                .containsExactlyElementsOf(methods.stream().map(Method::getName).toList());
    }
}

package io.reprise.tensor.service.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {
    private final Workers workers = new Workers(3);

    @AfterEach
    void close() {
        System.clearProperty(Workers.PROPERTY);
        workers.close();
    }

    @Test
    void everyPartIsComputedOnce() {
        for (int parts : new int[] {0, 1, 2, 3, 50}) {
            AtomicIntegerArray computed = new AtomicIntegerArray(50);
            workers.compute(parts, computed::incrementAndGet);
            assertThat(IntStream.range(0, 50).map(computed::get))
                    .containsExactlyElementsOf(IntStream.range(0, 50)
                            .mapToObj(i -> i < parts ? 1 : 0)
                            .toList());
        }
    }

    @Test
    void severalThreadsComputeAtOnceAndAreDaemonsWithAName() {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(3);
        workers.compute(3, part -> {
            seen.add(Thread.currentThread());
            all.countDown();
            await(all);
        });
        assertThat(seen).hasSize(3).contains(Thread.currentThread());
        seen.remove(Thread.currentThread());
        assertThat(seen)
                .allMatch(Thread::isDaemon)
                .extracting(Thread::getName)
                .allMatch(name -> name.matches("reprise-tensor-[12]"));
    }

    @Test
    void loopsGoOverEverythingOnceInPartsThatDoNotDependOnTheThreads() {
        for (int count : new int[] {0, 1, 1000, Workers.PART * 5 + 3}) {
            Set<List<Integer>> parts = ConcurrentHashMap.newKeySet();
            workers.loop(count, 1, (from, to) -> parts.add(List.of(from, to)));
            Set<List<Integer>> alone = ConcurrentHashMap.newKeySet();
            Workers.none().loop(count, 1, (from, to) -> alone.add(List.of(from, to)));

            assertThat(parts).isEqualTo(alone);
            assertThat(parts.stream()
                            .mapToInt(part -> part.get(1) - part.get(0))
                            .sum())
                    .isEqualTo(count);
        }
    }

    @Test
    void whatAPartThrowsIsThrownAndTheThreadsGoOn() {
        for (int failing : new int[] {0, 7, 19}) {
            assertThatThrownBy(() -> workers.compute(20, part -> {
                        if (part == failing) {
                            throw new IllegalStateException("part " + part);
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("part " + failing);
        }
        assertThatThrownBy(() -> workers.compute(9, part -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
        everyPartIsComputedOnce();
    }

    @Test
    void anInterruptionIsKeptAndStopsNothing() {
        AtomicInteger computed = new AtomicInteger();
        Thread.currentThread().interrupt();
        workers.compute(40, part -> computed.incrementAndGet());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(computed).hasValue(40);
    }

    @Test
    void partsThatAskForPartsComputeThemThemselves() {
        AtomicInteger computed = new AtomicInteger();
        workers.compute(8, outer -> {
            Thread own = Thread.currentThread();
            workers.compute(8, inner -> {
                assertThat(Thread.currentThread()).isSameAs(own);
                computed.incrementAndGet();
            });
        });
        assertThat(computed).hasValue(64);
    }

    @Test
    void manyThreadsAskAtOnce() throws InterruptedException {
        AtomicInteger computed = new AtomicInteger();
        List<Thread> askers = IntStream.range(0, 6)
                .mapToObj(i -> new Thread(() -> {
                    for (int round = 0; round < 300; round++) {
                        workers.compute(5, part -> computed.incrementAndGet());
                    }
                }))
                .toList();
        askers.forEach(Thread::start);
        for (Thread asker : askers) {
            asker.join();
        }
        assertThat(computed).hasValue(6 * 300 * 5);
    }

    @Test
    void aLongOperationDoesNotKeepAnotherWaiting() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(3);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread asker = new Thread(() -> workers.compute(100, part -> {
            begun.countDown();
            await(goOn);
        }));
        asker.start();
        await(begun);
        AtomicInteger computed = new AtomicInteger();
        workers.compute(10, part -> computed.incrementAndGet());
        assertThat(computed).hasValue(10);
        goOn.countDown();
        asker.join();
    }

    @Test
    void closedTheyEndAndTheAskingThreadComputesAlone() throws InterruptedException {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(3);
        workers.compute(3, part -> {
            seen.add(Thread.currentThread());
            all.countDown();
            await(all);
        });
        workers.close();
        seen.remove(Thread.currentThread());
        for (Thread thread : seen) {
            thread.join(Duration.ofSeconds(20).toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
        Set<Thread> after = ConcurrentHashMap.newKeySet();
        workers.compute(30, part -> after.add(Thread.currentThread()));
        assertThat(after).containsExactly(Thread.currentThread());
    }

    @Test
    void theirNumberIsAsAskedFor() {
        assertThat(Workers.configured().threads()).isEqualTo(1);
        System.setProperty(Workers.PROPERTY, "3");
        assertThat(Workers.configured().threads()).isEqualTo(3);
        for (String wrong : List.of("0", "-1", "many", "1000")) {
            System.setProperty(Workers.PROPERTY, wrong);
            assertThatThrownBy(Workers::configured)
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining(wrong)
                    .hasMessageContaining(Workers.PROPERTY);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

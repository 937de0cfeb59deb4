package org.manyhands.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.manyhands.worker.process.CancelHandle;
import org.manyhands.worker.process.Environment;

/** Which attempt has which devices. */
class DevicesTest {
    private final Devices devices =
            new Devices(new TreeMap<>(Map.of("gpu", List.of("0", "1"), "camera", List.of("usb-3"))));

    private Devices.Granted take(Map<String, Long> demand) throws InterruptedException {
        return devices.take(Demand.of(demand), new CancelHandle()).orElseThrow();
    }

    private static String value(Environment environment, String name) {
        return environment.value(name).orElseThrow().toStringUtf8();
    }

    @Test
    void shouldGiveEachDeviceToOneAttempt() throws Exception {
        Devices.Granted first = take(Map.of("gpu", 1_000L));
        Devices.Granted second = take(Map.of("gpu", 1_000L));
        assertThat(first.names()).containsExactly("gpu=0");
        assertThat(second.names()).containsExactly("gpu=1");
        first.close();
        assertThat(take(Map.of("gpu", 1_000L)).names()).containsExactly("gpu=0");
    }

    @Test
    void shouldFillOneDeviceWithPartsBeforeItBreaksAnother() throws Exception {
        assertThat(take(Map.of("gpu", 500L)).names()).containsExactly("gpu=0");
        assertThat(take(Map.of("gpu", 250L)).names()).containsExactly("gpu=0");
        assertThat(take(Map.of("gpu", 1_000L)).names()).containsExactly("gpu=1");
        assertThat(take(Map.of("gpu", 250L)).names()).containsExactly("gpu=0");
    }

    @Test
    void shouldGiveWholeOnesAndAPart() throws Exception {
        Devices.Granted both = take(Map.of("gpu", 1_500L));
        assertThat(both.names()).containsExactly("gpu=0", "gpu=1");
        assertThat(take(Map.of("gpu", 500L)).names()).containsExactly("gpu=1");
    }

    @Test
    void shouldWaitForAllItNeedsAndTakeNothingMeanwhile() throws Exception {
        Devices.Granted camera = take(Map.of("camera", 1_000L));
        AtomicReference<Devices.Granted> late = new AtomicReference<>();
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                late.set(take(Map.of("camera", 1_000L, "gpu", 2_000L)));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        Devices.Granted gpus = take(Map.of("gpu", 2_000L));
        gpus.close();
        assertThat(late).hasValue(null);
        camera.close();
        waiting.join();
        assertThat(late.get().names()).containsExactly("camera=usb-3", "gpu=0", "gpu=1");
    }

    @Test
    void shouldStopWaitingWhenTheAttemptIsCancelled() throws Exception {
        Devices.Granted camera = take(Map.of("camera", 1_000L));
        CancelHandle cancel = new CancelHandle();
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Optional<Devices.Granted>> answer = new AtomicReference<>();
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                begun.countDown();
                answer.set(devices.take(Demand.of(Map.of("camera", 1_000L)), cancel));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        begun.await();
        cancel.cancel();
        waiting.join();
        assertThat(answer.get()).isEmpty();
        camera.close();
        assertThat(take(Map.of("camera", 1_000L)).names()).containsExactly("camera=usb-3");
    }

    @Test
    void shouldTellATaskItsDevicesAndHideTheOthers() throws Exception {
        Devices.Granted none = take(Map.of("cpu", 1_000L));
        Environment without = none.mark(none.hide(Environment.builder())).build();
        assertThat(value(without, "CUDA_VISIBLE_DEVICES")).isEmpty();
        assertThat(without.value("MH_DEVICES_GPU")).isEmpty();
        Devices.Granted granted = take(Map.of("gpu", 2_000L, "camera", 1_000L));
        Environment with = granted.mark(granted.hide(Environment.builder())).build();
        assertThat(value(with, "CUDA_VISIBLE_DEVICES")).isEqualTo("0,1");
        assertThat(value(with, "ROCR_VISIBLE_DEVICES")).isEqualTo("0,1");
        assertThat(value(with, "MH_DEVICES_GPU")).isEqualTo("0,1");
        assertThat(value(with, "MH_DEVICES_CAMERA")).isEqualTo("usb-3");
    }

    @Test
    void shouldLeaveTheVariablesOfANodeWithoutDevicesAlone() throws Exception {
        Devices bare = new Devices(new TreeMap<>());
        Devices.Granted none =
                bare.take(Demand.of(Map.of("gpu", 1_000L)), new CancelHandle()).orElseThrow();
        assertThat(none.mark(none.hide(Environment.builder())).build().size()).isZero();
        assertThat(none.names()).isEmpty();
    }
}

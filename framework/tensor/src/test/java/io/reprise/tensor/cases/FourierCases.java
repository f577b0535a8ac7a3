package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.FourierOps.Norm;
import io.reprise.tensor.cases.OperationCase.Values;
import java.util.List;

/** Fourier transforms and complex numbers. */
final class FourierCases {
    private FourierCases() {}

    static List<OperationCase> cases(int n) {
        int half = n / 2 + 1;
        return List.of(
                of("fft", (f, x) -> f.fourier().fft(x.get(0)), s(3, n, 2)),
                of("fft of many lines", (f, x) -> f.fourier().fft(x.get(0)), s(17, n, 2)),
                of("ifft, orthonormal", (f, x) -> f.fourier().ifft(x.get(0), Norm.ORTHO), s(5, n, 2)),
                of("fft over a middle axis", (f, x) -> f.fourier().fft(x.get(0), Norm.FORWARD, 1), s(2, n, 3, 2)),
                of("fft over the first axis", (f, x) -> f.fourier().fft(x.get(0), Norm.BACKWARD, 0), s(4, n, 2)),
                of("fft over three axes", (f, x) -> f.fourier().fft(x.get(0), Norm.BACKWARD, 0, 1, -1), s(2, 3, n, 2)),
                of("rfft", (f, x) -> f.fourier().rfft(x.get(0)), s(7, n)),
                of(
                        "rfft, orthonormal, over a middle axis",
                        (f, x) -> f.fourier().rfft(x.get(0), Norm.ORTHO, 1),
                        s(2, n, 3)),
                of("rfft over two axes", (f, x) -> f.fourier().rfft(x.get(0), Norm.BACKWARD, -2, -1), s(2, n, 5)),
                of("irfft", (f, x) -> f.fourier().irfft(x.get(0), n), s(7, half, 2)),
                of(
                        "irfft over two axes",
                        (f, x) -> f.fourier().irfft(x.get(0), n, Norm.FORWARD, 1, 2),
                        s(2, 3, half, 2)),
                of("complex", (f, x) -> f.fourier().complex(x.get(0), x.get(1)), s(3, n), s(3, n)),
                of("real", (f, x) -> f.fourier().real(x.get(0)), s(3, n, 2)),
                of("imaginary", (f, x) -> f.fourier().imaginary(x.get(0)), s(3, n, 2)),
                of("complex multiply", (f, x) -> f.fourier().multiply(x.get(0), x.get(1)), s(3, n, 2), s(3, n, 2)),
                of(
                        "complex multiply, broadcast",
                        (f, x) -> f.fourier().multiply(x.get(0), x.get(1)),
                        s(3, n, 2),
                        s(2, 1, 1, 2)),
                of("complex square", (f, x) -> f.fourier().multiply(x.get(0), x.get(0)), s(n, 2)),
                of("shift", (f, x) -> f.fourier().shift(x.get(0)), s(3, n, 2)),
                of("unshift", (f, x) -> f.fourier().unshift(x.get(0), 1), s(3, n, 2)),
                of(
                        "complex einsum",
                        (f, x) -> f.fourier().einsum("bix,iox->box", x.get(0), x.get(1)),
                        s(2, 3, n, 2),
                        s(3, 2, n, 2)),
                of("fromPolar", (f, x) -> f.fourier().fromPolar(x.get(0), x.get(1)), s(3, n), s(n)),
                of("conjugate", (f, x) -> f.fourier().conjugate(x.get(0)), s(n, 2)),
                of("complex abs", (f, x) -> f.fourier().abs(x.get(0)), s(n, 2)).on(Values.POSITIVE),
                of("angle", (f, x) -> f.fourier().angle(x.get(0)), s(n, 2)).on(Values.POSITIVE),
                of("complex matmul", (f, x) -> f.fourier().matmul(x.get(0), x.get(1)), s(2, 3, n, 2), s(n, 4, 2)));
    }
}

package io.reprise.tensor.service;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.EvolutionStrategy;
import io.reprise.tensor.GradientSum;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Optimizer;
import io.reprise.tensor.Optimizers;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorFiles;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import io.reprise.tensor.service.files.Files;
import io.reprise.tensor.service.kernels.KernelChoice;
import io.reprise.tensor.service.kernels.KernelHost;
import io.reprise.tensor.service.kernels.Kernels;
import io.reprise.tensor.service.memory.ForeignMemory;
import io.reprise.tensor.service.memory.MemoryPool;
import io.reprise.tensor.service.memory.MemoryScope;
import io.reprise.tensor.service.optimize.CovarianceMatrixAdaptation;
import io.reprise.tensor.service.optimize.GradientTools;
import io.reprise.tensor.service.optimize.MirroredSampling;
import io.reprise.tensor.service.optimize.RuleOptimizer;
import io.reprise.tensor.service.random.PhiloxSource;
import io.reprise.tensor.spi.NativeMemory;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The tensor service. Nothing is loaded before the first tensor is made. */
@Component(
        service = {TensorService.class, NativeMemory.class, KernelHost.class},
        property = TensorService.EXECUTOR + "=" + TensorService.NATIVE)
public final class NativeTensorService implements TensorService, NativeMemory, KernelHost, Optimizers {
    private final MemoryPool pool;
    private final MemoryScope.Roots roots;
    private final ForeignMemory foreign;
    private final TensorFiles files = new Files();
    private final Supplier<Kernels> choice;
    private Kernels kernels;

    /** The service on the fastest kernels. */
    public NativeTensorService() {
        this(KernelChoice::choose);
    }

    /** The service on given kernels, which are asked for at the first use: starting the bundle looks for nothing. */
    public NativeTensorService(Supplier<Kernels> choice) {
        this(choice, new MemoryPool());
    }

    /** The service on given kernels and memory. */
    public NativeTensorService(Supplier<Kernels> choice, MemoryPool pool) {
        this.choice = choice;
        this.pool = pool;
        roots = new MemoryScope.Roots(pool);
        foreign = new ForeignMemory(pool);
    }

    private NativeTensorService(NativeTensorService memory, Supplier<Kernels> choice) {
        pool = memory.pool;
        roots = memory.roots;
        foreign = memory.foreign;
        this.choice = choice;
    }

    /** Ends the threads of the kernels. */
    @Deactivate
    public synchronized void close() {
        if (kernels != null) {
            kernels.close();
        }
    }

    @Override
    public TensorService on(Supplier<Kernels> others) {
        return new NativeTensorService(this, others);
    }

    @Override
    public synchronized Kernels kernels() {
        if (kernels == null) {
            kernels = choice.get();
        }
        return kernels;
    }

    @Override
    public TensorScope open(String owner, long budget) {
        return new NativeScope(roots.open(owner, budget), kernels());
    }

    @Override
    public RandomSource random(long seed) {
        return PhiloxSource.seeded(seed);
    }

    @Override
    public Optimizers optimizers() {
        return this;
    }

    @Override
    public Optimizer optimizer(
            TensorScope scope, Map<String, Tensor> parameters, Rule rule, List<ParameterGroup> groups) {
        return new RuleOptimizer(kernels(), scope, parameters, rule, groups);
    }

    @Override
    public EvolutionStrategy evolution(
            TensorScope scope, Map<String, Tensor> parameters, EvolutionStrategy.Rule rule, RandomSource random) {
        if (rule instanceof EvolutionStrategy.CmaEs cma) {
            return new CovarianceMatrixAdaptation(scope, parameters, cma, random);
        } else if (rule instanceof EvolutionStrategy.OpenAiEs es) {
            return new MirroredSampling(
                    scope, parameters, es, optimizer(scope, parameters, es.optimizer(), List.of()), random);
        }
        throw new IllegalArgumentException("evolution: wants a rule, and got none");
    }

    @Override
    public double clipNorm(Gradients gradients, Iterable<Tensor> parameters, double limit) {
        return new GradientTools(kernels()).clipNorm(gradients, parameters, limit);
    }

    @Override
    public void clipValues(Gradients gradients, Iterable<Tensor> parameters, double limit) {
        new GradientTools(kernels()).clipValues(gradients, parameters, limit);
    }

    @Override
    public GradientSum gradientSum(TensorScope scope, Iterable<Tensor> parameters) {
        return new GradientTools(kernels()).sum(scope, parameters);
    }

    @Override
    public TensorFiles files() {
        return files;
    }

    @Override
    public long liveBytes() {
        return roots.liveBytes();
    }

    @Override
    public long memory() {
        return pool.limit();
    }

    @Override
    public Map<String, String> platform() {
        return KernelChoice.platform(kernels());
    }

    @Override
    public Pointer pointer(Tensor tensor) {
        return foreign.pointer(tensor);
    }

    @Override
    public Pointer lend(Tensor tensor) {
        return foreign.lend(tensor);
    }

    @Override
    public Tensor wrap(TensorScope scope, Pointer elements, ElementType type, Shape shape) {
        if (!(scope instanceof NativeScope own)) {
            throw new IllegalArgumentException("wrap: the scope is not of this service: " + scope);
        }
        return foreign.wrap(own.memory(), elements, type, shape);
    }
}

namespace Microsoft.ML.ResNet.Benchmarks.Training;

/// <summary>Our training step: forward, loss, backward, SGD with momentum and decay, on the paper's CIFAR network.</summary>
internal sealed unsafe class OurTrainer : ITrainingStep
{
    private readonly NativeContext _context;
    private readonly TrainingNetwork _network;
    private readonly SgdOptimizer _optimizer;
    private readonly AlignedBuffer _images;
    private readonly int[] _labels;

    public OurTrainer(int depth, int batch, int size, int threads)
    {
        TrainingSettings settings = new()
        {
            Architecture = ResNetArchitecture.Cifar(depth), ClassCount = 10, Nesterov = false, WeightDecay = 1e-4f,
        };
        _context = NativeContext.Create(threads);
        _network = new TrainingNetwork(new NetworkLayout(settings.Architecture, size, size, 3, 10), _context, batch);
        WeightInitialization.Initialize(_network.Layout, settings, _network.Parameters.Span, _network.Statistics.Span);
        _optimizer = new SgdOptimizer(_network, settings);
        Random random = new(1);
        _labels = [.. Enumerable.Range(0, batch).Select(_ => random.Next(10))];
        _images = new AlignedBuffer((long)batch * size * size * 3);
        foreach (ref float value in _images.Span)
            value = (float)(random.NextDouble() * 2 - 1);
    }

    public string Name => $"Microsoft.ML.ResNet ({_context.Isa})";

    public void Step()
    {
        fixed (int* labels = _labels)
            _network.ForwardBackward(_labels.Length, _images.All, labels, labelSmoothing: 0);
        _optimizer.Step(0.1f);
    }

    public void Dispose()
    {
        _images.Dispose();
        _optimizer.Dispose();
        _network.Dispose();
        _context.Dispose();
    }
}

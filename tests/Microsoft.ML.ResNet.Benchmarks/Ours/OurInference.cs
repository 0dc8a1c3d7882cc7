using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Workloads;

namespace Microsoft.ML.ResNet.Benchmarks.Ours;

/// <summary>Our inference, from images to probabilities.</summary>
internal sealed unsafe class OurInference : IContender
{
    private readonly NativeContext _context;
    private readonly InferenceNetwork _network;
    private readonly AlignedBuffer _images;
    private readonly float[] _probabilities;

    public int Items { get; }

    public OurInference(
        BenchmarkNetwork network, NetworkValues values, MiniBatch batch, Precision precision, int threads)
    {
        NetworkLayout layout = network.Layout;
        _context = NativeContext.Create(threads);
        _network = new InferenceNetwork(OurModel.Create(network, values), _context, Arithmetic.Of(precision));
        _images = new AlignedBuffer(batch.Images.Length);
        batch.Images.CopyTo(_images.Span);
        _probabilities = new float[batch.Count * layout.Classes];
        Items = batch.Count;
    }

    public ReadOnlySpan<float> Probabilities => _probabilities;

    public void Step() =>
        _network.Predict(new ImageBatchSource((nint)_images.Pointer, Items, IsFloat: true), _probabilities);

    public void Dispose()
    {
        _images.Dispose();
        _network.Dispose();
        _context.Dispose();
    }
}

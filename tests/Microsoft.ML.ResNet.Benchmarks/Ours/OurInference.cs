using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Benchmarks.Ours;

/// <summary>Our inference, from images to probabilities.</summary>
internal sealed unsafe class OurInference : IContender
{
    private readonly NativeContext _context;
    private readonly InferenceNetwork _network;
    private readonly AlignedBuffer _images;
    private readonly float[] _probabilities;
    private readonly PixelShape _shape;

    public int Items { get; }

    public OurInference(
        BenchmarkNetwork network, SharedValues values, MiniBatch batch, ResNetPrecision precision, int threads,
        ConvolutionAlgorithm algorithm = ConvolutionAlgorithm.Auto)
    {
        NetworkLayout layout = network.Layout;
        _context = NativeContext.Create(threads);
        _shape = new PixelShape(layout.Height, layout.Width, layout.Channels, isFloat: true);
        _images = new AlignedBuffer(batch.Images.Length);
        batch.Images.CopyTo(_images.Span);
        _probabilities = new float[batch.Count * layout.Classes];
        Items = batch.Count;
        ResNetModel model = OurModel.Create(network, values);
        ActivationRanges? ranges =
            precision == ResNetPrecision.Int8 ? OurModel.Calibrate(model, _context, Images, layout.Classes) : null;
        _network = new InferenceNetwork(
            model, _context, Arithmetic.FromPrecision(precision, ranges) with { Algorithm = algorithm });
    }

    public ReadOnlySpan<float> Probabilities => _probabilities;

    private PixelBuffer Images => new((nint)_images.Pointer, Items, _shape);

    public void Step() => _network.Predict(Images, _probabilities);

    public void Dispose()
    {
        _images.Dispose();
        _network.Dispose();
        _context.Dispose();
    }
}

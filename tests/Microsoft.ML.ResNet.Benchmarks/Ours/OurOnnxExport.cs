using Google.Protobuf;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Peers.Onnx;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Export;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Benchmarks.Ours;

/// <summary>Our ONNX export of a quantized model, with the input and output names of <see cref="OnnxNetwork"/>.</summary>
internal static unsafe class OurOnnxExport
{
    public static byte[] Int8(BenchmarkNetwork network, SharedValues values, MiniBatch batch, int threads)
    {
        NetworkLayout layout = network.Layout;
        using ResNetClassifierTransformer exact =
            OurModel.CreateTransformer(network, values, pixelsAreFloats: true, ResNetPrecision.Float32);
        using NativeContext context = NativeContext.Create(threads);
        using AlignedBuffer images = new(batch.Images.Length);
        batch.Images.CopyTo(images.Span);
        PixelShape shape = new(layout.Height, layout.Width, layout.Channels, isFloat: true);
        ActivationRanges ranges = OurModel.Calibrate(
            exact.Model.Network, context, new((nint)images.Pointer, batch.Count, shape), layout.Classes);
        return OnnxExport.Create(
            exact.Model with { Precision = ResNetPrecision.Int8, Ranges = ranges },
            new ResNetOnnxOptions
            {
                BatchSize = batch.Count,
                InputName = OnnxNetwork.ImagesName,
                LogitsName = OnnxNetwork.LogitsName,
                PredictedLabel = ResNetOnnxPredictedLabel.None,
                SlotNames = false,
            }).ToByteArray();
    }
}

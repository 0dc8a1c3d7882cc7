using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Onnx;

namespace Microsoft.ML.ResNet.Export;

/// <summary>Whether a model can be written as is asked for.</summary>
internal static class OnnxExportCheck
{
    /// <summary>Messages of Protocol Buffers end at 2 GiB; what is not weights takes far less than is left here.</summary>
    private const long MostWeightBytes = 2_000_000_000;

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static void Of(ResNetOnnxOptions options)
    {
        if (options.OpsetVersion is < OnnxVersions.FirstOpset or > OnnxVersions.LastOpset)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.OpsetVersion,
                $"OpsetVersion must be {OnnxVersions.FirstOpset} to {OnnxVersions.LastOpset}.");
        }
        if (options.BatchSize < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.BatchSize, "BatchSize must be at least 1, or null for any number of images.");
        }
        if (!Enum.IsDefined(options.PredictedLabel))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.PredictedLabel, "There is no such PredictedLabel.");
        }
        if (options.PixelLayout is { } layout && !Enum.IsDefined(layout))
            throw new ArgumentOutOfRangeException(nameof(options), layout, "There is no such ResNetPixelLayout.");
    }

    /// <exception cref="InvalidOperationException">The model averages over views of images.</exception>
    /// <exception cref="NotSupportedException">The model is too large.</exception>
    public static void Of(ClassifierModel model)
    {
        if (model.TestTimeAugmentation != ResNetTestTimeAugmentation.None)
        {
            throw new InvalidOperationException(
                $"The model's scores are averages over views of an image ({model.TestTimeAugmentation}), an ONNX file "
                + "scores one: call WithTestTimeAugmentation(ResNetTestTimeAugmentation.None) first.");
        }
        if (model.Network.Parameters.Length * (long)sizeof(float) > MostWeightBytes)
        {
            throw new NotSupportedException(
                $"{model.Network.Architecture.Name} has {model.Network.Parameters.Length:N0} weights: an ONNX file holds "
                + "less than 2 GB.");
        }
    }
}

using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Onnx;

namespace Microsoft.ML.ResNet.Export;

/// <summary>Checks that a model can be exported with the given options.</summary>
internal static class OnnxExportCheck
{
    /// <summary>
    /// Protocol Buffers limit messages to 2 GiB; the rest of the file needs far less than this leaves.
    /// </summary>
    private const long MaximumWeightBytes = 2_000_000_000;

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static void Validate(ResNetOnnxOptions options)
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
                nameof(options), options.BatchSize, "BatchSize must be at least 1, or null for a dynamic batch.");
        }
        if (!Enum.IsDefined(options.PredictedLabel))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.PredictedLabel, "PredictedLabel is not a defined value.");
        }
        if (options.PixelLayout is { } layout && !Enum.IsDefined(layout))
            throw new ArgumentOutOfRangeException(nameof(options), layout, "PixelLayout is not a defined value.");
    }

    /// <exception cref="InvalidOperationException">The model averages over crops of images.</exception>
    /// <exception cref="NotSupportedException">The model is too large.</exception>
    public static void Validate(ClassifierModel model)
    {
        if (model.TestTimeAugmentation != ResNetTestTimeAugmentation.None)
        {
            throw new InvalidOperationException(
                $"The model averages its scores over crops of an image ({model.TestTimeAugmentation}), but an ONNX file "
                + "scores a single one: call WithTestTimeAugmentation(ResNetTestTimeAugmentation.None) first.");
        }
        if (model.Network.Parameters.Length * (long)sizeof(float) > MaximumWeightBytes)
        {
            throw new NotSupportedException(
                $"{model.Network.Architecture.Name} has {model.Network.Parameters.Length:N0} weights; an ONNX file can store "
                + "less than 2 GB.");
        }
    }
}

using System.Globalization;
using System.Text.Json;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>
/// A safetensors file of a ResNet in torchvision's or timm's naming. Beside the tensors, files that are written here
/// tell the normalisation of the images and the names of the classes in their metadata.
/// </summary>
internal sealed class SafeTensorsWeights(string path) : WeightsFile
{
    private const string MeanKey = "mean", DeviationKey = "std", FormatKey = "format";

    private readonly SafeTensorsFile _file = new(path);

    public override INamedTensors Tensors => _file;

    public override string[]? ClassNames =>
        _file.Metadata.TryGetValue(ClassesKey, out string? text) ? ParseNames(text) : null;

    protected override ChannelNormalization? OwnNormalization(int channels) =>
        Singles(MeanKey) is { } mean && Singles(DeviationKey) is { } deviation
            && mean.Length == channels && deviation.Length == channels
            ? new ResNetPixelNormalization(mean, deviation).ToChannels()
            : null;

    /// <summary>Writes a model; nothing is left of a file that cannot be written.</summary>
    public static void Write(string path, ResNetModel model, IReadOnlyList<string> classNames)
    {
        ResNetPixelNormalization normalization = ResNetPixelNormalization.Of(model.Normalization);
        Dictionary<string, string> metadata = new()
        {
            [FormatKey] = "pt", // what those who read such files with PyTorch look for
            [MeanKey] = Text(normalization.Mean),
            [DeviationKey] = Text(normalization.StandardDeviation),
            [ClassesKey] = JsonSerializer.Serialize(classNames),
        };
        IReadOnlyList<TensorPlace> places = NamedTensorExport.Places(model);
        AtomicFile.Write(path, stream => SafeTensorsWriter.Write(
            stream, metadata, [.. places.Select(place => (place.Name, place.Shape))],
            i => NamedTensorExport.Values(model, places[i])));
    }

    private float[]? Singles(string key)
    {
        if (!_file.Metadata.TryGetValue(key, out string? text))
            return null;
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        float[] values = new float[parts.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i])
                || !float.IsFinite(values[i]) || (key == DeviationKey && values[i] <= 0))
            {
                throw new InvalidDataException(
                    $"The metadata of '{_file.Source}' have '{key}' as \"{text}\", which no normalisation has.");
            }
        }
        return values;
    }

    private static string Text(IReadOnlyList<float> values) =>
        string.Join(",", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    public override void Dispose() => _file.Dispose();
}

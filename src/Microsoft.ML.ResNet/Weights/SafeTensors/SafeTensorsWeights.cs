using System.Globalization;
using System.Text.Json;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>
/// A safetensors file of a ResNet in torchvision's or timm's naming. The
/// metadata of files written here have the normalization of the images and the names of the classes.
/// </summary>
internal sealed class SafeTensorsWeights : TensorsWeights
{
    private const string MeanKey = "mean", DeviationKey = "std", FormatKey = "format", ArchitectureKey = "architecture";

    private readonly SafeTensorsFile _file;

    /// <exception cref="InvalidDataException">It is no safetensors file, or damaged.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public SafeTensorsWeights(string path)
        : this(new SafeTensorsFile(path))
    {
    }

    private SafeTensorsWeights(SafeTensorsFile file)
        : base(file) => _file = file;

    protected override ResNetArchitecture? OwnArchitecture
    {
        get
        {
            if (!_file.Metadata.TryGetValue(ArchitectureKey, out string? text))
                return null;
            try
            {
                ResNetArchitecture? architecture = JsonSerializer.Deserialize<ResNetArchitecture>(text);
                architecture?.Validate();
                return architecture;
            }
            catch (Exception e) when (e is JsonException or ArgumentException)
            {
                throw new InvalidDataException(
                    $"The metadata of '{_file.Source}' have an architecture that is none: {e.Message}", e);
            }
        }
    }

    /// <inheritdoc/>
    public override ResNetModel Read(
        ResNetArchitecture architecture, int height, int width, int channels, ResNetPixelNormalization? normalization,
        bool headIsOptional)
    {
        _file.CheckHash();
        return base.Read(architecture, height, width, channels, normalization, headIsOptional);
    }

    public override string[]? ClassNames =>
        _file.Metadata.TryGetValue(ClassesKey, out string? text) ? ParseNames(text) : null;

    protected override ResNetPixelNormalization? OwnNormalization(int channels) =>
        Singles(MeanKey) is { } mean && Singles(DeviationKey) is { } deviation
            && mean.Length == channels && deviation.Length == channels
            ? new ResNetPixelNormalization(mean, deviation)
            : null;

    /// <summary>Writes a model; nothing is left of a file that cannot be written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="classNames">Null to leave the head out.</param>
    /// <param name="isCompact">Whether weights of convolutions and linear layers are written in 16 bits.</param>
    public static void Write(
        string path, ResNetModel model, IReadOnlyList<string>? classNames, bool isCompact = false)
    {
        ResNetPixelNormalization normalization = ResNetPixelNormalization.Of(model.Normalization);
        Dictionary<string, string> metadata = new()
        {
            [FormatKey] = "pt", // readers for PyTorch look for it
            [MeanKey] = Text(normalization.Mean),
            [DeviationKey] = Text(normalization.StandardDeviation),
            [ArchitectureKey] = JsonSerializer.Serialize(model.Architecture),
        };
        if (classNames is not null)
            metadata[ClassesKey] = JsonSerializer.Serialize(classNames);
        IEnumerable<TensorPlace> places = NamedTensorExport.Places(model)
            .Where(place => classNames is not null || !TorchNaming.IsHead(place.Name));
        AtomicFile.Write(path, stream => SafeTensorsWriter.Write(stream, metadata,
        [
            // Vectors are few, and moments may be too small or too large for 16 bits.
            .. places.Select(place => new SafeTensorsSource(
                place.Name, place.Shape, () => NamedTensorExport.Values(model, place))
            {
                IsHalf = isCompact && place.Shape.Length > 1,
            }),
        ]));
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
}

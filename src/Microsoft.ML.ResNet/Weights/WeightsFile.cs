using System.Globalization;
using System.Text.Json;

namespace Microsoft.ML.ResNet;

/// <summary>
/// A safetensors file of a ResNet in torchvision's naming. Beside the tensors, files that are written here tell the
/// normalisation of the images and the names of the classes in their metadata.
/// </summary>
internal sealed class WeightsFile : IDisposable
{
    private const string MeanKey = "mean", DeviationKey = "std", ClassesKey = "classes", FormatKey = "format";

    private readonly SafeTensorsFile _file;

    /// <exception cref="InvalidDataException">It is no safetensors file, or damaged.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public WeightsFile(string path) => _file = new SafeTensorsFile(path);

    public INamedTensors Tensors => _file;

    /// <summary>The names of the classes in their order, if the file tells them.</summary>
    public string[]? ClassNames
    {
        get
        {
            if (!_file.Metadata.TryGetValue(ClassesKey, out string? text))
                return null;
            string?[]? names = null;
            try
            {
                names = JsonSerializer.Deserialize<string?[]>(text);
            }
            catch (JsonException)
            {
                // As if there were nothing.
            }
            return names is not null && !names.Contains(null)
                ? [.. names.OfType<string>()]
                : throw new InvalidDataException($"The class names in '{_file.Source}' are no list of texts.");
        }
    }

    /// <summary>What the file tells of the normalisation, or else ImageNet's.</summary>
    public PixelNormalization Normalization(int channels) =>
        Singles(MeanKey) is { } mean && Singles(DeviationKey) is { } deviation
            && mean.Length == channels && deviation.Length == channels
            ? new PixelNormalization(mean, deviation)
            : PixelNormalization.ImageNetFor(channels);

    /// <summary>Takes over the values.</summary>
    /// <param name="architecture">The network they are for.</param>
    /// <param name="height">Of the model's images.</param>
    /// <param name="width">Of the model's images.</param>
    /// <param name="normalization">Null for what the file tells, or else ImageNet's.</param>
    /// <param name="channels">Of the model's images.</param>
    /// <param name="headIsOptional">Whether a network without a head will do.</param>
    /// <exception cref="InvalidDataException">The file's tensors are not those of the architecture.</exception>
    public ResNetModel Read(
        ResNetArchitecture architecture, int height, int width, int channels, PixelNormalization? normalization,
        bool headIsOptional) => NamedTensorImport.Read(
            _file, architecture, height, width, (normalization ?? Normalization(channels)).ToChannels(),
            headIsOptional);

    /// <summary>Writes a model; nothing is left of a file that cannot be written.</summary>
    public static void Write(string path, ResNetModel model, IReadOnlyList<string> classNames)
    {
        PixelNormalization normalization = PixelNormalization.Of(model.Normalization);
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

    public void Dispose() => _file.Dispose();
}

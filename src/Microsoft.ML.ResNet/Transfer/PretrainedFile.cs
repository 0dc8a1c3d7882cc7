using System.Collections.Concurrent;
using Microsoft.ML.ResNet.Onnx;
using Microsoft.ML.ResNet.Weights;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>Opens files of pretrained weights in any supported format.</summary>
internal static class PretrainedFile
{
    // Searches ask for each of their candidates.
    private static readonly ConcurrentDictionary<(string Path, DateTime Written, int Channels), ResNetArchitecture> s_known = [];

    /// <summary>The architecture of a file's network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channels">Of the images.</param>
    /// <exception cref="InvalidDataException">It has no network that is known, or is damaged.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public static ResNetArchitecture Architecture(string path, int channels) => s_known.GetOrAdd(
        (Path.GetFullPath(path), File.GetLastWriteTimeUtc(path), channels), _ =>
        {
            using WeightsFile file = Open(path);
            return file.Recognise(channels) ?? throw WeightsFile.Unknown(path);
        });

    /// <summary>Opens a file of weights in the format that its content shows.</summary>
    /// <exception cref="InvalidDataException">It has no weights, or is damaged.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public static WeightsFile Open(string path) => FileSignature.Of(path) switch
    {
        WeightsFormat.Onnx => new OnnxWeights(path),
        WeightsFormat.SafeTensors => new SafeTensorsWeights(path),
        WeightsFormat.PyTorch => new TensorsWeights(new TorchFile(path)),
        WeightsFormat.Index => new TensorsWeights(new ShardedTensors(path, TensorsWeights.OpenTensors)),
        // For its message.
        _ when OnnxFile.IsNamedSo(path) => new OnnxWeights(path),
        _ => new SafeTensorsWeights(path),
    };
}

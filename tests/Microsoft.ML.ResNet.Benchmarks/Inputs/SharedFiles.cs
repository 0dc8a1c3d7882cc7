using Microsoft.ML.ResNet.Benchmarks.ColdStart;
using Microsoft.ML.ResNet.Benchmarks.Ours;
using Microsoft.ML.ResNet.Benchmarks.Peers.Onnx;
using Microsoft.ML.ResNet.Benchmarks.Pipeline;

namespace Microsoft.ML.ResNet.Benchmarks.Inputs;

/// <summary>A temporary folder with files that several processes read. Adding a file twice creates it once.</summary>
internal sealed class SharedFiles : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("benchmark-").FullName;

    /// <summary>Creates the file that <see cref="Values"/> reads.</summary>
    public void AddValues(BenchmarkNetwork network)
    {
        if (!File.Exists(ValuesPath(Folder, network)))
            TrainedStatistics.Create(network.Layout).Save(ValuesPath(Folder, network));
    }

    /// <summary>Writes the network as an ONNX file for single images; returns its path.</summary>
    public string AddOnnx(BenchmarkNetwork network)
    {
        AddValues(network);
        string path = Onnx(Folder, network);
        if (!File.Exists(path))
            File.WriteAllBytes(path, OnnxNetwork.Write(network.Layout, Values(Folder, network), batch: 1));
        return path;
    }

    /// <summary>Writes the network as an ML.NET model of vectors of pixels; returns its path.</summary>
    public string AddModel(BenchmarkNetwork network)
    {
        AddValues(network);
        string path = Path.Combine(Folder, network.Name + ".zip");
        using ResNetClassifierTransformer transformer = OurModel.CreateTransformer(
            network, Values(Folder, network), pixelsAreFloats: true, ResNetPrecision.Float32);
        new MLContext().Model.Save(transformer, ColdStartProcess.Schema, path);
        return path;
    }

    public void AddImages()
    {
        if (!Directory.Exists(Images(Folder)))
            ImageFiles.Create(Images(Folder));
    }

    /// <summary>Reads a network's weights and statistics.</summary>
    public static SharedValues Values(string folder, BenchmarkNetwork network) =>
        SharedValues.Load(ValuesPath(folder, network), network.Layout);

    public static string Onnx(string folder, BenchmarkNetwork network) => Path.Combine(folder, network.Name + ".onnx");

    public static string Images(string folder) => Path.Combine(folder, "images");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string ValuesPath(string folder, BenchmarkNetwork network) =>
        Path.Combine(folder, network.Name + ".values");
}

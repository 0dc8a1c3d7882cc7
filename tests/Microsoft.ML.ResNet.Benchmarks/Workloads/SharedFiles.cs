using Microsoft.ML.ResNet.Benchmarks.Ours;

namespace Microsoft.ML.ResNet.Benchmarks.Workloads;

/// <summary>A temporary folder with what several processes read.</summary>
internal sealed class SharedFiles : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("benchmark-").FullName;

    /// <summary>Makes sure that <see cref="Values"/> finds the network.</summary>
    public void AddValues(BenchmarkNetwork network)
    {
        if (!File.Exists(ValuesPath(Folder, network)))
            LearnedStatistics.Create(network.Layout).Save(ValuesPath(Folder, network));
    }

    /// <summary>A network's values as after a training.</summary>
    public static NetworkValues Values(string folder, BenchmarkNetwork network) =>
        NetworkValues.Load(ValuesPath(folder, network), network.Layout);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string ValuesPath(string folder, BenchmarkNetwork network) =>
        Path.Combine(folder, network.Name + ".values");
}

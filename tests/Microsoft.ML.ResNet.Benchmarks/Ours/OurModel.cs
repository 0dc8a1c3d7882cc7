using Microsoft.ML.ResNet.Benchmarks.Workloads;

namespace Microsoft.ML.ResNet.Benchmarks.Ours;

internal static class OurModel
{
    /// <summary>A network that takes its images as they are.</summary>
    public static ResNetModel Create(BenchmarkNetwork network, NetworkValues values) => new(
        network.Architecture, network.ImageSize, network.ImageSize, network.Layout.Channels, network.Classes,
        new ChannelNormalization([0, 0, 0], [1, 1, 1]), values.Parameters, values.Statistics);
}

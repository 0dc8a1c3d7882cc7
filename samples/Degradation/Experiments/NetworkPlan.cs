using Microsoft.ML.ResNet;

namespace Degradation.Experiments;

/// <summary>A network to train.</summary>
/// <param name="Depth">Weighted layers: 6n + 2.</param>
/// <param name="Residual">Whether it has shortcuts.</param>
/// <param name="ConstructedFrom">
/// The network to which identity blocks are added to make this one; null to start from random weights.
/// </param>
internal sealed record NetworkPlan(int Depth, bool Residual, NetworkPlan? ConstructedFrom = null)
{
    public string Name { get; } =
        $"{(Residual ? "ResNet" : "Plain")}-{Depth}{(ConstructedFrom is null ? "" : " constructed")}";

    public ResNetArchitecture Architecture => ResNetArchitecture.Cifar(Depth, Residual);

    /// <summary>
    /// A plain and a residual network of every depth, and the deepest plain network constructed from the shallowest.
    /// </summary>
    public static IEnumerable<NetworkPlan> All(Protocol protocol)
    {
        NetworkPlan[] plain = [.. protocol.Depths.Select(depth => new NetworkPlan(depth, Residual: false))];
        IEnumerable<NetworkPlan> residual = protocol.Depths.Select(depth => new NetworkPlan(depth, Residual: true));
        return plain.Length == 1
            ? plain.Concat(residual)
            : [.. plain, .. residual, new NetworkPlan(plain[^1].Depth, Residual: false, ConstructedFrom: plain[0])];
    }
}

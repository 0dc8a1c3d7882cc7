using Microsoft.ML.ResNet.Benchmarks.Contenders;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>Whom we play against.</summary>
/// <param name="Contender">The peer.</param>
/// <param name="Goal">How many times as fast as it we want to be; null where it is shown for orientation.</param>
/// <param name="MemoryGoal">How many times our memory its should be; null where that is no matter.</param>
internal sealed record Peer(Contender Contender, double? Goal = null, double? MemoryGoal = null);

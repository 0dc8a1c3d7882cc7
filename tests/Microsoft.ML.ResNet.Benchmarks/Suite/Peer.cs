using Microsoft.ML.ResNet.Benchmarks.Contenders;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>A contender to compare with.</summary>
/// <param name="Contender">The peer.</param>
/// <param name="Goal">Target ratio of our speed to the peer's; null if it is shown for information only.</param>
/// <param name="MemoryGoal">Target ratio of the peer's memory to ours; null for none.</param>
internal sealed record Peer(Contender Contender, double? Goal = null, double? MemoryGoal = null);

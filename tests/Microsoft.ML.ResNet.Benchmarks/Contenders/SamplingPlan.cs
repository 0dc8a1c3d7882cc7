namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>How long the benchmark may take.</summary>
/// <param name="Rounds">Turns of every contender.</param>
/// <param name="Seconds">A turn's length, but at least one step.</param>
/// <param name="IsQuick">
/// Leaves out TorchSharp with the allocator that is the slower one as a rule, contenders without whom the goals can be
/// told (our fastest fp32 beside bf16, TorchSharp all in bf16), and works that are like others.
/// </param>
internal sealed record SamplingPlan(int Rounds, double Seconds, bool IsQuick)
{
    /// <summary>At most 20 minutes for all on two cores.</summary>
    public static SamplingPlan Full { get; } = new(5, 1.2, false);

    /// <summary>At most 5 minutes for all on two cores.</summary>
    public static SamplingPlan Quick { get; } = new(3, 0.3, true);

    /// <summary>For steps of milliseconds, of which a shorter turn has enough.</summary>
    public SamplingPlan ForShortSteps => IsQuick ? this : this with { Seconds = Seconds / 2 };
}

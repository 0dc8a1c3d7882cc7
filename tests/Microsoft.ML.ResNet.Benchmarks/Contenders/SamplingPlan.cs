namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>How often and how long contenders are measured.</summary>
/// <param name="Rounds">Samples of every contender.</param>
/// <param name="Seconds">Duration of a sample; at least one step is measured.</param>
/// <param name="IsQuick">
/// Whether to skip TorchSharp with the usually slower allocator, contenders not needed for the goals (our fastest fp32
/// next to bf16, TorchSharp entirely in bf16), and benchmarks similar to others.
/// </param>
internal sealed record SamplingPlan(int Rounds, double Seconds, bool IsQuick)
{
    /// <summary>At most 20 minutes in total on two cores.</summary>
    public static SamplingPlan Full { get; } = new(5, 1.2, false);

    /// <summary>At most 5 minutes in total on two cores.</summary>
    public static SamplingPlan Quick { get; } = new(3, 0.3, true);

    /// <summary>For steps of milliseconds, for which shorter samples suffice.</summary>
    public SamplingPlan ForShortSteps => IsQuick ? this : this with { Seconds = Seconds / 2 };
}

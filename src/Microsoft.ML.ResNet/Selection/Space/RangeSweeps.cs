namespace Microsoft.ML.ResNet.Selection;

/// <summary>Integers from min to max, both included.</summary>
internal sealed class IntegerSweep(int min, int max, bool logBase, int? defaultValue) : ResNetSweep<int>
{
    public override int Default => defaultValue ?? At(0.5);

    internal override long? Count => (long)max - min + 1;

    // Every integer n covers the interval [n, n + 1), also on the logarithmic scale.
    internal override int At(double place) => (int)Math.Clamp(
        Math.Floor(RealSweep.Between(min, (double)max + 1, logBase, place)), min, max);

    public override string ToString() =>
        FormattableString.Invariant($"{min} to {max}{(logBase ? ", logarithmic" : "")}");
}

/// <summary>Real numbers from min to max.</summary>
internal sealed class RealSweep(float min, float max, bool logBase, float? defaultValue) : ResNetSweep<float>
{
    public override float Default => defaultValue ?? At(0.5);

    internal override long? Count => min == max ? 1 : null;

    internal override float At(double place) => Math.Clamp((float)Between(min, max, logBase, place), min, max);

    public override string ToString() =>
        FormattableString.Invariant($"{min} to {max}{(logBase ? ", logarithmic" : "")}");

    public static double Between(double min, double max, bool logBase, double place) => logBase
        ? min * Math.Exp(place * Math.Log(max / min))
        : min + place * (max - min);
}

namespace Microsoft.ML.ResNet.Selection;

/// <summary>A choice of one value from a list.</summary>
internal sealed class ChoiceSweep<T>(T[] values) : ResNetSweep<T>
{
    public override T Default => values[0];

    internal override long? Count => values.Length;

    internal override T At(double place) => values[Math.Min((int)(place * values.Length), values.Length - 1)];

    public override string ToString() => string.Join(" | ", values.Select(value => SearchDimension.Text(value!)));
}

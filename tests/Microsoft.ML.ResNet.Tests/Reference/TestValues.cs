using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Reproducible test values and conversions.</summary>
internal static class TestValues
{
    /// <summary>Standard normal values.</summary>
    public static float[] Normal(long length, int seed, double scale = 1, double offset = 0)
    {
        RandomStream random = new(seed, RandomPurpose.Initialization, length);
        float[] values = new float[length];
        foreach (ref float value in values.AsSpan())
            value = (float)(random.Normal() * scale + offset);
        return values;
    }

    public static int[] Labels(int count, int classes) => [.. Enumerable.Range(0, count).Select(i => i * 7 % classes)];

    public static double[] ToDouble(this ReadOnlySpan<float> values)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = values[i];
        return result;
    }

    public static double[] ToDouble(this Span<float> values) => ToDouble((ReadOnlySpan<float>)values);

    public static double[] ToDouble(this float[] values) => ToDouble(values.AsSpan());

    public static double Dot(double[] a, double[] b)
    {
        Assert.Equal(a.Length, b.Length);
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Network;

/// <summary>Finds NaN and infinity at the speed of memory.</summary>
internal static class FiniteValues
{
    public static bool AreAll(ReadOnlySpan<float> values)
    {
        // x - x is 0 for a number and NaN for all else, and a NaN stays in the sum. Four sums, as additions take time.
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        Vector<float> a = default, b = default, c = default, d = default;
        int i = 0;
        for (; i <= vectors.Length - 4; i += 4)
        {
            a += vectors[i] - vectors[i];
            b += vectors[i + 1] - vectors[i + 1];
            c += vectors[i + 2] - vectors[i + 2];
            d += vectors[i + 3] - vectors[i + 3];
        }
        float sum = Vector.Sum(a + b + (c + d));
        foreach (float value in values[(i * Vector<float>.Count)..])
            sum += value - value;
        return sum == 0;
    }
}

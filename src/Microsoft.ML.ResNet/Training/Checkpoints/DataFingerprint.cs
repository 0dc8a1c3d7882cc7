using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Training;

/// <summary>Identifies a set of images by count, shape, labels, weights and pixels.</summary>
internal static class DataFingerprint
{
    private const int ShownDigits = 16; // of a SHA-256

    /// <param name="role">"training" or "validation".</param>
    /// <param name="set">The images, or null.</param>
    public static IEnumerable<(string Name, string Value)> Compute(string role, ImageSubset? set)
    {
        if (set is null)
        {
            yield return ($"The number of {role} images", "0");
            yield break;
        }
        PixelStore pixels = set.Pixels;
        yield return ($"The number of {role} images", $"{set.Rows.Length}");
        yield return (
            $"The shape of {role} images",
            $"{pixels.Width}x{pixels.Height}x{pixels.Channels} {(pixels.IsFloat ? "floats" : "bytes")}");
        yield return ($"The hash of {role} labels", OfRows(set, AppendLabels));
        if (!set.Weights.IsEmpty)
            yield return ($"The hash of {role} weights", OfRows(set, AppendWeight));
        if (!set.LabelWeights.IsEmpty)
            yield return ($"The hash of {role} label weights", Shown(SHA256.HashData(Bytes(set.LabelWeights.Span))));
        yield return ($"The hash of {role} pixels", Pixels(set));
    }

    private static string OfRows(ImageSubset set, Action<IncrementalHash, ImageSubset, long> append)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (long row in set.Rows.Span)
            append(hash, set, row);
        return Shown(hash.GetHashAndReset());
    }

    private static void AppendLabels(IncrementalHash hash, ImageSubset set, long row)
    {
        ReadOnlySpan<int> labels = set.Labels.GetLabels(row);
        if (set.Labels.IsMultiLabel)
            hash.AppendData(BitConverter.GetBytes(labels.Length));
        hash.AppendData(Bytes(labels));
    }

    private static void AppendWeight(IncrementalHash hash, ImageSubset set, long row) =>
        hash.AppendData(Bytes(set.Weights.Span.Slice((int)row, 1)));

    private static unsafe string Pixels(ImageSubset set)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int bytes = set.Pixels.Shape.Bytes;
        ImagePass.Run(set, rows =>
        {
            foreach (long row in rows.Span)
                hash.AppendData(new ReadOnlySpan<byte>((byte*)set.Pixels.Pointer + row * bytes, bytes));
        });
        return Shown(hash.GetHashAndReset());
    }

    private static ReadOnlySpan<byte> Bytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values);

    private static string Shown(byte[] hash) => Convert.ToHexStringLower(hash)[..ShownDigits];
}

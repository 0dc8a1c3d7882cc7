using System.Security.Cryptography;
using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet;

/// <summary>What tells one set of images from another: count, shape, labels, weights, and every pixel.</summary>
internal static class DataFingerprint
{
    private const int ShownDigits = 16; // of a SHA-256

    /// <param name="role">"training" or "validation".</param>
    /// <param name="set">The images, or null.</param>
    public static IEnumerable<(string Name, string Value)> Of(string role, LabeledImages? set)
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
        yield return ($"The hash of {role} labels", Hash(set, AppendLabels));
        if (!set.Weights.IsEmpty)
            yield return ($"The hash of {role} weights", Hash(set, AppendWeight));
        if (!set.LabelWeights.IsEmpty)
        {
            byte[] hash = SHA256.HashData(MemoryMarshal.AsBytes(set.LabelWeights.Span));
            yield return ($"The hash of {role} label weights", Convert.ToHexStringLower(hash)[..ShownDigits]);
        }
        yield return ($"The hash of {role} pixels", Hash(set, AppendPixels));
    }

    private static string Hash(LabeledImages set, Action<IncrementalHash, LabeledImages, long> append)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (long row in set.Rows.Span)
            append(hash, set, row);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..ShownDigits];
    }

    private static void AppendLabels(IncrementalHash hash, LabeledImages set, long row)
    {
        ReadOnlySpan<int> labels = set.Labels.Of(row);
        if (set.Labels.AreSets)
            hash.AppendData(BitConverter.GetBytes(labels.Length));
        hash.AppendData(MemoryMarshal.AsBytes(labels));
    }

    private static void AppendWeight(IncrementalHash hash, LabeledImages set, long row) =>
        hash.AppendData(BitConverter.GetBytes(set.Weights.Span[(int)row]));

    private static unsafe void AppendPixels(IncrementalHash hash, LabeledImages set, long row)
    {
        int bytes = set.Pixels.Shape.Bytes;
        hash.AppendData(new ReadOnlySpan<byte>((byte*)set.Pixels.Pointer + row * bytes, bytes));
    }
}

using System.Security.Cryptography;
using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet;

/// <summary>What tells one set of images from another: count, shape, labels, and every pixel.</summary>
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
        yield return ($"The hash of {role} labels", Labels(set));
        yield return ($"The hash of {role} pixels", Pixels(set));
    }

    private static string Labels(LabeledImages set)
    {
        int[] labels = new int[set.Rows.Length];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = set.Labels.Span[(int)set.Rows.Span[i]];
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(labels.AsSpan())))[..ShownDigits];
    }

    private static unsafe string Pixels(LabeledImages set)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int bytes = set.Pixels.Shape.Bytes;
        ImagePass.Run(set, rows =>
        {
            foreach (long row in rows.Span)
                hash.AppendData(new ReadOnlySpan<byte>((byte*)set.Pixels.Pointer + row * bytes, bytes));
        });
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..ShownDigits];
    }
}

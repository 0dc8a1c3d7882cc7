using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Microsoft.ML.ResNet.Persistence;

/// <summary>SHA-256 of floats as little-endian bytes.</summary>
internal sealed class WeightsHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Append(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            const int chunk = 1 << 20;
            for (; !values.IsEmpty; values = values[Math.Min(chunk, values.Length)..])
                _hash.AppendData(MemoryMarshal.AsBytes(values[..Math.Min(chunk, values.Length)]));
            return;
        }
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            _hash.AppendData(bytes);
        }
    }

    /// <summary>The hash in lower-case hexadecimal.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}

namespace Microsoft.ML.ResNet.Weights;

/// <summary>Recognizes a file's format by its first bytes.</summary>
internal static class FileSignature
{
    private const int Longest = 32;

    // A pickle begins with its protocol; an ONNX file with its version (field 1, a number).
    private const byte PickleProtocol = 0x80, OnnxVersion = 0x08;

    /// <summary>The first bytes of every zip archive.</summary>
    public static bool IsZip(FileStream stream) => Start(stream).AsSpan().StartsWith("PK\x03\x04"u8);

    /// <summary>Whether a file is a zip archive and not one of PyTorch: a model that ML.NET saved.</summary>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public static bool IsModelArchive(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return IsZip(stream) && !TorchFile.IsArchive(stream);
        }
        catch (InvalidDataException)
        {
            return true; // damaged: ML.NET says so
        }
    }

    /// <summary>The kind of a file.</summary>
    /// <exception cref="InvalidDataException">It is none of weights, and known to be something else.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public static WeightsFormat Of(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        ReadOnlySpan<byte> start = Start(stream);
        if (start.StartsWith("PK\x03\x04"u8))
            return WeightsFormat.PyTorch;
        if (start is [_, _, _, _, 0, 0, 0, 0, (byte)'{', ..])
            return WeightsFormat.SafeTensors;
        if (start is [PickleProtocol, >= 2 and <= 5, ..])
            return WeightsFormat.PyTorch;
        if (start.TrimStart(" \t\r\n"u8) is [(byte)'{', ..])
            return WeightsFormat.Index;
        if (start is [OnnxVersion, ..])
            return WeightsFormat.Onnx;
        string? other = start is [0x89, (byte)'H', (byte)'D', (byte)'F', ..] ? "an HDF5 file, as Keras writes: convert it with tf2onnx"
            : start.StartsWith("version https://git-lfs"u8) ? "a pointer of Git LFS: fetch the file itself, git lfs pull"
            : start.TrimStart(" \t\r\n"u8) is [(byte)'<', ..] ? "a web page: download the file itself"
            : null;
        return other is null
            ? WeightsFormat.Unknown
            : throw new InvalidDataException($"'{path}' has no weights that can be read; it is {other}.");
    }

    private static byte[] Start(FileStream stream)
    {
        byte[] start = new byte[Longest];
        int read = RandomAccess.Read(stream.SafeFileHandle, start, 0);
        return start[..read];
    }
}

/// <summary>The kinds of files of weights.</summary>
internal enum WeightsFormat
{
    /// <summary>None that is known by its first bytes.</summary>
    Unknown,

    /// <summary>A safetensors file.</summary>
    SafeTensors,

    /// <summary>A file of <c>torch.save</c>.</summary>
    PyTorch,

    /// <summary>The index of several files.</summary>
    Index,

    /// <summary>An ONNX file.</summary>
    Onnx,
}

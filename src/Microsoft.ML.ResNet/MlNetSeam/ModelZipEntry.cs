using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.ResNet.MlNetSeam;

/// <summary>
/// Reads a large part of a model file straight from the zip: ML.NET extracts each part to a temporary file first, which
/// takes as long as all the rest of loading (measured).
/// </summary>
internal static class ModelZipEntry
{
    // Deflate makes at most 1032 bytes of one, and a few of nothing.
    private const long MostExpansion = 1032, Slack = 1 << 12;

    /// <summary>Calls <paramref name="read"/> with a stream that cannot seek, and its length.</summary>
    /// <returns>False if there is no such part.</returns>
    /// <exception cref="InvalidDataException">The length is more than the part can have.</exception>
    public static bool TryRead(ModelLoadContext context, string name, Action<Stream, long> read)
    {
        if (Archive(context) is not { } archive)
        {
            return context.TryLoadBinaryStream(
                name, reader => read(reader.BaseStream, reader.BaseStream.Length - reader.BaseStream.Position));
        }
        string path = Path.Combine(context.Directory ?? "", name);
        // Models that were saved on Windows may have backslashes.
        ZipArchiveEntry? entry = archive.GetEntry(path.Replace('\\', '/')) ?? archive.GetEntry(path.Replace('/', '\\'));
        if (entry is null)
            return false;
        // Memory is taken for as much as the archive announces.
        if (entry.Length - Slack > MostExpansion * entry.CompressedLength)
        {
            throw new InvalidDataException(
                $"The part '{name}' of the model file is damaged: {entry.CompressedLength} bytes are announced to be "
                + $"{entry.Length}.");
        }
        using Stream stream = entry.Open();
        read(stream, entry.Length);
        return true;
    }

    // Null if a version of ML.NET keeps it elsewhere.
    private static ZipArchive? Archive(ModelLoadContext context)
    {
        try
        {
            return context.Repository is { } repository ? ArchiveField(repository) : null;
        }
        catch (MissingFieldException)
        {
            return null;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_archive")]
    private static extern ref ZipArchive ArchiveField(RepositoryReader repository);
}

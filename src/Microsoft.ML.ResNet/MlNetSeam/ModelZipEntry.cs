using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.ResNet.MlNetSeam;

/// <summary>
/// Reads a large entry of a model file directly from the zip archive. ML.NET first extracts each entry to a temporary
/// file, which takes as long as the rest of loading (measured).
/// </summary>
internal static class ModelZipEntry
{
    // Deflate expands one byte to at most 1032, and an empty entry to a few.
    private const long MaximumExpansion = 1032, Slack = 1 << 12;

    /// <summary>Calls <paramref name="read"/> with a forward-only stream and its length.</summary>
    /// <returns>False if there is no such entry.</returns>
    /// <exception cref="InvalidDataException">The archive claims more bytes than the entry can contain.</exception>
    public static bool TryRead(ModelLoadContext context, string name, Action<Stream, long> read)
    {
        if (Archive(context) is not { } archive)
        {
            return context.TryLoadBinaryStream(
                name, reader => read(reader.BaseStream, reader.BaseStream.Length - reader.BaseStream.Position));
        }
        string path = Path.Combine(context.Directory ?? "", name);
        // Models saved on Windows may use backslashes.
        ZipArchiveEntry? entry = archive.GetEntry(path.Replace('\\', '/')) ?? archive.GetEntry(path.Replace('/', '\\'));
        if (entry is null)
            return false;
        // The caller allocates the claimed length.
        if (entry.Length - Slack > MaximumExpansion * entry.CompressedLength)
        {
            throw new InvalidDataException(
                $"The entry '{name}' of the model file is damaged: {entry.CompressedLength} compressed bytes claim to expand to "
                + $"{entry.Length}.");
        }
        using Stream stream = entry.Open();
        read(stream, entry.Length);
        return true;
    }

    // Null if this version of ML.NET has no such field.
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

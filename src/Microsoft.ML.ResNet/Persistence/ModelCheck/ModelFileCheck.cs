using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Microsoft.ML.ResNet.Persistence;

/// <summary>
/// Checks the counts and lengths in an ML.NET model file before ML.NET reads it: ML.NET allocates and loops by them
/// without comparing them with the size of the file.
/// </summary>
internal static class ModelFileCheck
{
    // ML.NET writes a few hundred bytes; a schema with annotations can have megabytes.
    private const int MaximumEntry = 1 << 26;
    private const string ModelKey = "Model.key", Schema = "Schema", Description = "Description";

    // The body of these starts with the number of columns, and then has two indices of strings for each.
    private static readonly HashSet<string> s_columnPairs =
    [
        "KeyToValueTransform", "TermTransform", "CopyTransform", "ImageLoaderTransform", "ImageScalerTransform",
        "ImagePixelExtractor", "ImageGrayscaleTransform", "ConvertTransform",
    ];

    /// <summary>Checks a whole file.</summary>
    /// <param name="content">The file; its position is restored.</param>
    /// <exception cref="InvalidDataException">The file is not a zip archive; a count or length cannot be right.</exception>
    public static void Run(Stream content)
    {
        long start = content.Position;
        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            HashSet<string> names = [.. archive.Entries.Select(NameOf)];
            foreach (ZipArchiveEntry entry in archive.Entries)
                CheckEntry(entry, names);
        }
        finally
        {
            content.Position = start;
        }
    }

    private static string NameOf(ZipArchiveEntry entry) => entry.FullName.Replace('\\', '/');

    private static void CheckEntry(ZipArchiveEntry entry, HashSet<string> names)
    {
        string name = NameOf(entry), last = name[(name.LastIndexOf('/') + 1)..];
        if (last is not (ModelKey or Schema or Description))
            return;
        if (entry.Length > MaximumEntry)
            throw Damaged(name, $"it claims {entry.Length} bytes.");
        if (last == Description)
            return;
        using Stream stream = entry.Open();
        byte[] bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        try
        {
            if (last == ModelKey)
                CheckBody(bytes, name[..^ModelKey.Length], names);
            else if (name == Schema)
                SchemaCheck.Run(bytes);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or OverflowException)
        {
            throw Damaged(name, e.Message, e);
        }
    }

    /// <summary>Checks the part of a component's stream that the component reads itself.</summary>
    // The layout is that of ML.NET's ModelHeader, which checks its own offsets.
    private static void CheckBody(byte[] bytes, string folder, HashSet<string> names)
    {
        if (bytes.Length < 256)
            throw new InvalidDataException("it is shorter than its header.");
        long offset = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16));
        long length = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(24));
        if (offset < 0 || length < 0 || offset > bytes.Length || length > bytes.Length - offset)
            throw new InvalidDataException("its parts lie outside it.");
        ReadOnlySpan<byte> body = bytes.AsSpan((int)offset, (int)length);
        string loader = Encoding.ASCII.GetString(bytes, 80, 24).TrimEnd('\0');
        if (loader == "TransformerChain")
        {
            int count = Count(body, sizeof(int), "transformers");
            int saved = names.Count(name => name.StartsWith($"{folder}Transform_", StringComparison.Ordinal)
                && name.EndsWith($"/{ModelKey}", StringComparison.Ordinal)
                && name.AsSpan(folder.Length).Count('/') == 1);
            if (count > saved)
                throw new InvalidDataException($"it claims {count} transformers; the file contains {saved}.");
        }
        else if (s_columnPairs.Contains(loader))
        {
            Count(body, 2 * sizeof(int), "columns");
        }
    }

    private static int Count(ReadOnlySpan<byte> body, int bytesEach, string what)
    {
        if (body.Length < sizeof(int))
            throw new InvalidDataException($"the number of {what} is missing.");
        int count = BinaryPrimitives.ReadInt32LittleEndian(body);
        return count >= 0 && count <= (body.Length - sizeof(int)) / bytesEach
            ? count
            : throw new InvalidDataException($"it claims {count} {what} in {body.Length} bytes.");
    }

    private static InvalidDataException Damaged(string entry, string reason, Exception? cause = null) =>
        new($"The entry '{entry}' of the model file is damaged: {reason}", cause);
}

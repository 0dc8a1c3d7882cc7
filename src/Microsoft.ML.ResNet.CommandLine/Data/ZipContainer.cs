using System.IO.Compression;

namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>
/// The entries of an untrusted zip. They are never written to disk under their own names; their number and sizes are
/// limited to what an image data set needs.
/// </summary>
internal sealed class ZipContainer(string zip) : ImageContainer
{
    private const int MaxEntries = 5_000_000;
    private const int MaxImageBytes = 256 << 20;

    public override IEnumerable<string> List()
    {
        using ZipArchive archive = OpenArchive(zip);
        if (archive.Entries.Count > MaxEntries)
            throw new UserException($"'{zip}' has {archive.Entries.Count} entries; {MaxEntries} are allowed.");
        return [.. EntryNames(archive).Keys];
    }

    public override IImageReader OpenReader() => new Reader(zip);

    // Some programs on Windows write backslashes.
    private static Dictionary<string, ZipArchiveEntry> EntryNames(ZipArchive archive)
    {
        Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string name = entry.FullName.Replace('\\', '/');
            if (!name.EndsWith('/'))
                entries.TryAdd(name, entry);
        }
        return entries;
    }

    private static ZipArchive OpenArchive(string zip)
    {
        try
        {
            return ZipFile.OpenRead(zip);
        }
        catch (InvalidDataException exception)
        {
            throw new UserException($"'{zip}' is not a readable zip file: {exception.Message}");
        }
    }

    private sealed class Reader : IImageReader
    {
        private readonly string _zip;
        private readonly ZipArchive _archive;
        private readonly Dictionary<string, ZipArchiveEntry> _entries;

        // Built for the first name that is written in another Unicode form than its entry.
        private Dictionary<string, KeyValuePair<string, ZipArchiveEntry>>? _composed;

        public Reader(string zip)
        {
            (_zip, _archive) = (zip, OpenArchive(zip));
            _entries = EntryNames(_archive);
        }

        public byte[] ReadStart(string name, int length)
        {
            ZipArchiveEntry entry = Find(name);
            try
            {
                using Stream stream = entry.Open();
                byte[] start = new byte[length];
                return start[..stream.ReadAtLeast(start, length, throwOnEndOfStream: false)];
            }
            catch (InvalidDataException exception)
            {
                throw new UserException($"'{_zip}': '{name}' is damaged: {exception.Message}");
            }
        }

        public byte[] Read(string name)
        {
            ZipArchiveEntry entry = Find(name);
            if (entry.Length > MaxImageBytes)
                throw new UserException(
                    $"'{_zip}': '{name}' has {entry.Length} bytes; an image may have {MaxImageBytes}.");
            try
            {
                return Read(entry);
            }
            catch (InvalidDataException exception)
            {
                throw new UserException($"'{_zip}': '{name}' is damaged: {exception.Message}");
            }
        }

        public void Dispose() => _archive.Dispose();

        private ZipArchiveEntry Find(string name)
        {
            if (_entries.TryGetValue(name, out ZipArchiveEntry? entry))
                return entry;
            _composed ??= ComposedNames.Index(_entries, pair => pair.Key);
            return _composed.TryGetValue(name.Normalize(), out KeyValuePair<string, ZipArchiveEntry> found)
                ? found.Value
                : throw new UserException($"'{_zip}' no longer contains '{name}'.");
        }

        /// <summary>Reads exactly as many bytes as the zip claims; fewer or more are an error.</summary>
        private static byte[] Read(ZipArchiveEntry entry)
        {
            byte[] content = new byte[entry.Length];
            using Stream stream = entry.Open();
            if (stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) < content.Length
                || stream.ReadByte() >= 0)
                throw new InvalidDataException("its size differs from the one in the zip's directory.");
            return content;
        }
    }
}

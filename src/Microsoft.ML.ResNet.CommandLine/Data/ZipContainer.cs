using System.IO.Compression;

namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>
/// The entries of a zip, which need not be trusted: they are never written to the disk under their own names, and their
/// number and sizes are limited to what a data set of images has.
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
        return [.. archive.Entries.Select(entry => entry.FullName).Where(name => !name.EndsWith('/'))];
    }

    public override IImageReader OpenReader() => new Reader(zip);

    private static ZipArchive OpenArchive(string zip)
    {
        try
        {
            return ZipFile.OpenRead(zip);
        }
        catch (InvalidDataException exception)
        {
            throw new UserException($"'{zip}' is no zip file, or a damaged one: {exception.Message}");
        }
    }

    private sealed class Reader(string zip) : IImageReader
    {
        private readonly ZipArchive _archive = OpenArchive(zip);

        public byte[] Read(string name)
        {
            ZipArchiveEntry entry = _archive.GetEntry(name)
                ?? throw new UserException($"'{zip}' no longer has '{name}'.");
            if (entry.Length > MaxImageBytes)
                throw new UserException(
                    $"'{zip}': '{name}' takes {entry.Length} bytes; an image may take {MaxImageBytes}.");
            try
            {
                return Read(entry);
            }
            catch (InvalidDataException exception)
            {
                throw new UserException($"'{zip}': '{name}' is damaged: {exception.Message}");
            }
        }

        public void Dispose() => _archive.Dispose();

        /// <summary>The size in the zip is a claim: never is more than that read, nor less accepted.</summary>
        private static byte[] Read(ZipArchiveEntry entry)
        {
            byte[] content = new byte[entry.Length];
            using Stream stream = entry.Open();
            if (stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) < content.Length
                || stream.ReadByte() >= 0)
                throw new InvalidDataException("it has not the size that the zip says.");
            return content;
        }
    }
}

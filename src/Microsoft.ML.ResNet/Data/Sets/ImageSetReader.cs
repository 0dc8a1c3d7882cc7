using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Data;

/// <summary>Reads a data view once, into a pixel store, on all cores and in row order.</summary>
internal sealed class ImageSetReader
{
    private const int ChunkBytes = 4 << 20;
    private const int ChunkImages = 256;

    public required ImageSpecification Specification { get; init; }

    public required ResNetBadImagePolicy BadImages { get; init; }

    public required int Threads { get; init; }

    /// <summary>Bytes of pixels to keep in memory.</summary>
    public required long MemoryBudget { get; init; }

    /// <summary>Folder of the temporary file.</summary>
    public required string? TemporaryFolder { get; init; }

    /// <summary>Called before every chunk; throws to stop.</summary>
    public required Action CheckAlive { get; init; }

    public ImageSet Read(IDataView data, ImageColumns columns)
    {
        using var builder =
            new PixelStoreBuilder(Specification.Shape, MemoryBudget, TemporaryFolder, data.GetRowCount());
        bool areSets = columns.Label.Type is VectorDataViewType, weighted = columns.Weight is not null;
        var sink = new ImageSetSink(builder, BadImages, areSets, weighted);
        // A set even of one cursor, because behind a single cursor ML.NET may read ahead on threads of its own, and
        // what goes wrong there can no longer be told to be of a row.
        DataViewRowCursor[] cursors = data.GetRowCursorSet(columns.All, Threads);
        if (cursors.Length == 1)
            ReadFromOne(cursors[0], columns, sink);
        else
            ReadFromSet(cursors, columns, sink);
        return sink.Complete();
    }

    private LabeledChunk NewChunk() => new(
        Specification.Shape, ImageChunk.CapacityFor(Specification.Shape, ChunkBytes, ChunkImages));

    // Two chunks: while one is decoded by all, the other is filled by this thread.
    private void ReadFromOne(DataViewRowCursor cursor, ImageColumns columns, ImageSetSink sink)
    {
        var decoder = new EncodedImageDecoder(Specification);
        using var rows = new ImageRows(cursor, columns, Specification);
        using LabeledChunk first = NewChunk(), second = NewChunk();
        (LabeledChunk filling, LabeledChunk decoding) = (first, second);
        Task? decode = null;
        try
        {
            while (rows.Fill(filling))
            {
                CheckAlive();
                decode?.GetAwaiter().GetResult();
                if (decode is not null)
                    sink.Add(decoding);
                (filling, decoding) = (decoding, filling);
                ImageChunk images = decoding.Images;
                decode = Task.Run(() => images.Decode(decoder, Threads));
            }
            if (decode is null)
                return;
            decode.GetAwaiter().GetResult();
            sink.Add(decoding);
        }
        finally
        {
            // An exception must not free chunks under a decoding thread.
            decode?.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        }
    }

    private void ReadFromSet(DataViewRowCursor[] cursors, ImageColumns columns, ImageSetSink sink)
    {
        using var merge = new CursorSetMerge(cursors, columns, Specification, NewChunk);
        while (merge.Next() is { } chunk)
        {
            CheckAlive();
            sink.Add(chunk);
            merge.Return(chunk);
        }
    }
}

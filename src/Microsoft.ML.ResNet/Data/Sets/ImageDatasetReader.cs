using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Data;

/// <summary>Reads a data view once into an <see cref="ImageDataset"/>, on several threads, in row order.</summary>
internal sealed class ImageDatasetReader
{
    private const int ChunkBytes = 4 << 20;
    private const int ChunkImages = 256;

    public required ImageSpecification Specification { get; init; }

    public required ResNetBadImagePolicy BadImages { get; init; }

    public required int Threads { get; init; }

    /// <summary>Maximum bytes of pixels in memory; more go to a temporary file.</summary>
    public required long MemoryBudget { get; init; }

    /// <summary>Folder for the temporary file; null for the system's.</summary>
    public required string? TemporaryFolder { get; init; }

    /// <summary>Called before every chunk; throws to stop.</summary>
    public required Action CheckAlive { get; init; }

    public ImageDataset Read(IDataView data, DatasetColumns columns)
    {
        using var builder =
            new PixelStoreBuilder(Specification.Shape, MemoryBudget, TemporaryFolder, data.GetRowCount());
        bool isMultiLabel = columns.Label.Type is VectorDataViewType, weighted = columns.Weight is not null;
        var sink = new ImageDatasetBuilder(builder, BadImages, isMultiLabel, weighted);
        // A set even for one cursor: behind a single cursor ML.NET may read ahead on its own threads, and an exception
        // there cannot be attributed to a row.
        DataViewRowCursor[] cursors = data.GetRowCursorSet(columns.All, Threads);
        if (cursors.Length == 1)
            ReadFromOne(cursors[0], columns, sink);
        else
            ReadFromSet(cursors, columns, sink);
        columns.FirstLook.RequireMet();
        return sink.Complete();
    }

    private LabeledChunk NewChunk() => new(
        Specification.Shape, ImageChunk.CapacityFor(Specification.Shape, ChunkBytes, ChunkImages));

    // Two chunks: this thread fills one while all threads decode the other.
    private void ReadFromOne(DataViewRowCursor cursor, DatasetColumns columns, ImageDatasetBuilder sink)
    {
        var decoder = new EncodedImageDecoder(Specification);
        using var rows = new ChunkReader(cursor, columns, Specification);
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
            // On an exception, wait before the chunks are freed: a thread may still be decoding into one.
            decode?.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        }
    }

    private void ReadFromSet(DataViewRowCursor[] cursors, DatasetColumns columns, ImageDatasetBuilder sink)
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

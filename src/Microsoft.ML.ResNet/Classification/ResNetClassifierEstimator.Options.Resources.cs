using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierEstimator
{
    // Seed, threads and memory.
    public sealed partial class Options
    {
        /// <summary>
        /// Decides initial weights, order, augmentation and the split; null to draw it from the <see cref="MLContext"/>. The
        /// same seed gives the same weights at any number of threads, unless a time limit ends the training
        /// (<see cref="CancellationToken"/>): the number of steps then differs from run to run. Default: null.
        /// </summary>
        public int? Seed { get; set; }

        /// <summary>Threads for decoding and training, 1 to 1024, or 0 for one per CPU. Default: 0.</summary>
        [Range(0, 1024)]
        [Description("Threads for decoding and training; 0 for one per processor.")]
        public int NumberOfThreads { get; set; }

        /// <summary>
        /// Megabytes of memory for the decoded images of a set, at least 0, but never more than half of the memory that the
        /// process may use (in a container, that of the container; with <c>DOTNET_GCHeapHardLimit</c>, the limit). What a set
        /// takes is logged. A larger set is stored in a temporary file in
        /// <see cref="MLContext.TempFilePath"/>, which is deleted when training ends in any way. Default: 2048.
        /// </summary>
        /// <remarks>
        /// The file is mapped to memory; the images of the next mini-batch are read while the network trains on the current
        /// one. On Linux and macOS the process keeps about 64 MB of it (and two mini-batches) at a time, so that its peak is
        /// this number of megabytes while the images are read, and the network's memory while it trains. The rest of the file
        /// is in the system's cache, which is given up when other programs need the memory.
        /// </remarks>
        [Range(0, int.MaxValue)]
        [Description("Megabytes of memory for decoded images; larger sets are stored in a temporary file.")]
        public int PixelStoreMemoryMB { get; set; } = 2048;
    }
}

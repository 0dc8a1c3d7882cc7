using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierEstimator
{
    // How training is saved while it runs.
    public sealed partial class Options
    {
        /// <summary>
        /// A file that training is saved to while it runs. After any interruption (a killed process, a power failure),
        /// <c>Fit</c> with the same options and data resumes from it, and ends with the same weights, bit for bit, as if it
        /// had never been interrupted. Default: null, none.
        /// </summary>
        /// <remarks>
        /// <para>
        /// The file is replaced atomically: it is always complete, and a failed attempt leaves the previous one. It is about
        /// three times as large as the model. Its folder is created if necessary.
        /// </para>
        /// <para>
        /// <c>Fit</c> refuses a checkpoint of other images or other options, and names the differences. Options that do not
        /// decide the result may change: threads, memory, callbacks, and those of checkpoints. A <see cref="Seed"/> of null
        /// is that of the checkpoint. The same bits need the same kind of CPU.
        /// </para>
        /// <para>
        /// A finished training is marked in the file: another <c>Fit</c> returns the finished model at once. Delete the file,
        /// or name another one, to start over.
        /// </para>
        /// </remarks>
        [Description("Save training to this file while it runs; after any interruption the same command resumes from it.")]
        public string? CheckpointPath { get; set; }

        /// <summary>
        /// <see cref="CheckpointPath"/> is written each time this number of epochs is done: 1 to 100,000, or 0 for the end of
        /// training only. Default: 1.
        /// </summary>
        [Range(0, 100_000)]
        [Description("Epochs between two checkpoints; 0 for the end only.")]
        public int CheckpointEveryEpochs { get; set; } = 1;

        /// <summary>
        /// <see cref="CheckpointPath"/> is also written each time this number of minutes has passed, within an epoch too: at
        /// most 100,000, or 0 for never. Default: 10.
        /// </summary>
        [Range(0.0, 100_000.0)]
        [Description("Minutes between two checkpoints within an epoch; 0 for none.")]
        public double CheckpointEveryMinutes { get; set; } = 10;
    }
}

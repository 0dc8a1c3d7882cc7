using System.Text.Json.Serialization;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierEstimator
{
    // How a training is followed, saved and ended before its time.
    public sealed partial class Options
    {
        /// <summary>
        /// Ends training when a metric has stopped getting better, and gives the model of the best epoch. Default: null, for all
        /// epochs and the model of the last one.
        /// </summary>
        public ResNetEarlyStopping? EarlyStopping { get; set; }

        /// <summary>
        /// The file that training is saved to as it goes on, so that a process that was ended in any way (killed, or by a
        /// power failure) need not begin again: <c>Fit</c> with the same options and data goes on where the file says, and
        /// ends with the same weights, bit for bit, as if it had never been interrupted. Default: null, none.
        /// </summary>
        /// <remarks>
        /// <para>
        /// The file is replaced at once: it is always whole, and a failed attempt leaves the one before. It is about three
        /// times as large as the model. Its folder is made if need be.
        /// </para>
        /// <para>
        /// <c>Fit</c> refuses a checkpoint of other images or other options, and names what differs. Free to change are
        /// options that do not decide the result: threads, memory, callbacks, and those of checkpoints. A
        /// <see cref="Seed"/> that is left open is taken from the checkpoint. The same bits need the same kind of CPU.
        /// </para>
        /// <para>
        /// When training is finished, the file says so: another <c>Fit</c> gives the finished model at once. Delete the
        /// file, or name another one, to train anew.
        /// </para>
        /// </remarks>
        public string? CheckpointPath { get; set; }

        /// <summary>
        /// After how many epochs <see cref="CheckpointPath"/> is written, 1 to 100,000, or 0 for none but the last.
        /// Default: 1.
        /// </summary>
        public int CheckpointEveryEpochs { get; set; } = 1;

        /// <summary>
        /// After how many minutes <see cref="CheckpointPath"/> is written, also within an epoch: at least 0, at most 100,000, where
        /// 0 is never. Default: 10.
        /// </summary>
        public double CheckpointEveryMinutes { get; set; } = 10;

        /// <summary>Called after every epoch, on the thread that trains. Default: null.</summary>
        [JsonIgnore]
        public Action<ResNetEpochMetrics>? MetricsCallback { get; set; }

        /// <summary>Called a few times a second within an epoch, on the thread that trains. Default: null.</summary>
        [JsonIgnore]
        public Action<ResNetProgress>? ProgressCallback { get; set; }

        /// <summary>
        /// Ends reading and training with an <see cref="OperationCanceledException"/>, unless
        /// <see cref="ReturnModelWhenCancelled"/> says otherwise. Default: none.
        /// </summary>
        [JsonIgnore]
        public CancellationToken CancellationToken { get; set; }

        /// <summary>
        /// Whether a training that is cancelled gives a model: that of the best epoch with <see cref="EarlyStopping"/>, otherwise
        /// the one that it has come to. Before the first mini-batch is learned it throws all the same. Either way
        /// <see cref="CheckpointPath"/> is written, and another <c>Fit</c> goes on. Default: false.
        /// </summary>
        public bool ReturnModelWhenCancelled { get; set; }
    }
}

// The C ABI of the native kernels: all entries with their formulas, layouts and limits.
//
// Conventions
//   * Activations are in NHWC order, dense: x[((n * h + y) * w + x) * c + channel].
//   * Every buffer has an element type: fp32 unless an entry says otherwise. "Activations" may be fp32 or bfloat16,
//     but all activations of one call have the same type. Arithmetic is in fp32 for all types (sums over a batch in
//     double); a bfloat16 result is the fp32 result rounded once, to nearest even, and NaN stays NaN.
//   * Convolution weights are HWIO: weights[((ky * kernel_w + kx) * (c / groups) + ic) * k + oc].
//     Linear weights are [in][out], i.e. a 1x1 convolution.
//   * Every buffer is passed with its length in elements, which is checked against the shape before any access.
//   * Buffers may have any alignment; 64 bytes is fastest. They must not overlap unless an entry says so.
//   * Every entry returns a status. On failure the outputs are unchanged (except after running out of memory, when
//     their content is undefined), and rn_last_error() on the same thread explains in one sentence which argument
//     is wrong and why.
//   * Entries may be called from several threads at once, also with the same context: the first caller uses the
//     context's threads, and a caller that finds them busy computes on its own thread.
//   * Work is cut into tasks that depend only on the shape, and reductions run in a fixed order: results have the
//     same bits for any number of threads.
#ifndef RESNET_NATIVE_H
#define RESNET_NATIVE_H

#include <stdint.h>

#if defined(_WIN32)
#define RN_EXPORT __declspec(dllexport)
#else
#define RN_EXPORT __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
#define RN_API extern "C" RN_EXPORT
#else
#define RN_API RN_EXPORT
#endif

typedef int32_t rn_status;
enum {
  RN_OK = 0,
  RN_INVALID_ARGUMENT = 1,
  RN_OUT_OF_MEMORY = 2,
  RN_UNSUPPORTED = 3,
  RN_INTERNAL = 4,
};

typedef struct rn_context rn_context;

// Element types. bfloat16 is the upper half of a float. RN_UINT8 is for the activations of int8 networks: only
// entries that mention it accept it.
enum { RN_FLOAT32 = 0, RN_BFLOAT16 = 1, RN_UINT8 = 2 };

typedef struct rn_buffer {
  void* data;
  int64_t length;  // elements
  int32_t type;
} rn_buffer;

typedef struct rn_const_buffer {
  const void* data;  // may be null with length 0 if the buffer is optional
  int64_t length;
  int32_t type;
} rn_const_buffer;

// ---- Library and context -------------------------------------------------------------------------------------

// "major.minor.patch" of this library. The managed library does not load another version.
RN_API const char* rn_version(void);

// Message of the last failure on this thread, UTF-8; "" if none. Valid until this thread's next failure.
RN_API const char* rn_last_error(void);

// Space-separated names of the instruction sets that this CPU supports, best first, for example "amx avx512_bf16
// avx512 avx2 portable".
RN_API const char* rn_supported_isas(void);

// threads: 1..1024, or 0 for one per logical CPU that the process may use.
// isa: one of rn_supported_isas(); or null for the environment variable RESNET_NATIVE_ISA or, if unset, the best.
// If it is not supported, the message of RN_UNSUPPORTED lists those that are.
RN_API rn_status rn_context_create(int32_t threads, const char* isa, rn_context** context);
RN_API void rn_context_destroy(rn_context* context);
RN_API int32_t rn_context_threads(const rn_context* context);
RN_API const char* rn_context_isa(const rn_context* context);
// 1 if this instruction set has instructions that make the type faster than fp32 on this CPU; 0 if kernels convert
// the type to fp32, if the instructions are not faster, for a null context, or for an unknown type.
RN_API int32_t rn_context_accelerates(const rn_context* context, int32_t type);

// ---- Convolution ---------------------------------------------------------------------------------------------
//   y[n,oy,ox,oc] = sum over ky,kx,ic of
//       x[n, oy*stride_h+ky-pad_h, ox*stride_w+kx-pad_w, first(oc)+ic] * weights[ky,kx,ic,oc]
//   with x = 0 outside the image and ic < c / groups: an output channel depends on the input channels of its own
//   group, which begin at first(oc) = oc / (k / groups) * (c / groups); out_h = (h + 2*pad_h - kernel_h) / stride_h
//   + 1, out_w likewise.
// All sizes are at least 1, pads at least 0 and smaller than the kernel, the kernel at most the size of the padded
// image, every tensor below 2^40 elements. A NaN or infinity may also reach outputs of neighboring groups.
typedef struct rn_conv2d_shape {
  int64_t n;
  int32_t h, w, c;
  int32_t k;
  int32_t kernel_h, kernel_w;
  int32_t stride_h, stride_w;  // 1 to 256
  int32_t pad_h, pad_w;
  int32_t type;       // of the activations and their gradients; weights and their gradients are always fp32
  int32_t algorithm;  // RN_ALGORITHM_...
  int32_t groups;     // divides c and k; 0 means 1
} rn_conv2d_shape;

// RN_ALGORITHM_AUTO selects the fastest on this CPU for the shape, independent of n. RN_ALGORITHM_WINOGRAD supports
// 3x3 kernels of stride 1 in one group. It computes tiles of 4x4 (or 2x2) outputs with a quarter (or less than
// half) of the multiplications; its rounding errors are about twice those of RN_ALGORITHM_DIRECT. A NaN or infinity
// reaches all outputs of a tile, and an infinity may become NaN.
enum { RN_ALGORITHM_AUTO = 0, RN_ALGORITHM_DIRECT = 1, RN_ALGORITHM_WINOGRAD = 2 };

enum { RN_PASS_FORWARD = 0, RN_PASS_BACKWARD_DATA = 1 };

// With bfloat16, the direct algorithm rounds weights to bfloat16 when they are packed, and Winograd's computes in
// fp32. Sums are fp32, and each result is rounded once, to nearest even, when it is stored. The instructions of
// "amx" and "avx512_bf16" treat denormals as zero. Weights must be packed again after each change, into the layout
// of the selected kernel: opaque 32-bit words of type fp32 for every type of the shape. "amx" reads them much
// faster if they are aligned to 64 bytes. The packed length depends on the context's ISA and on the shape without
// n; a packed buffer serves any n.
RN_API rn_status rn_conv2d_packed_length(const rn_context* context, const rn_conv2d_shape* shape, int32_t pass,
                                         int64_t* length);
RN_API rn_status rn_conv2d_pack(rn_context* context, const rn_conv2d_shape* shape, int32_t pass,
                                rn_const_buffer weights, rn_buffer packed);

// y = relu?(conv(x) + bias + residual): bias [k] and residual (y's shape) are optional, relu is 0 or 1. bias is
// fp32. x may be fp32 (an image) in a convolution of any type and is then rounded to that type.
RN_API rn_status rn_conv2d_forward(rn_context* context, const rn_conv2d_shape* shape, rn_const_buffer x,
                                   rn_const_buffer packed_forward, rn_const_buffer bias, rn_const_buffer residual,
                                   int32_t relu, rn_buffer y);

// dx = dL/dx, or dx += dL/dx if accumulate is 1.
RN_API rn_status rn_conv2d_backward_data(rn_context* context, const rn_conv2d_shape* shape, rn_const_buffer dy,
                                         rn_const_buffer packed_backward, int32_t accumulate, rn_buffer dx);

// dweights = dL/dweights, in HWIO. x may be fp32 as in the forward pass.
RN_API rn_status rn_conv2d_backward_weights(rn_context* context, const rn_conv2d_shape* shape, rn_const_buffer x,
                                            rn_const_buffer dy, rn_buffer dweights);

// ---- Int8 convolution (inference) ----------------------------------------------------------------------------
// The shape's type is RN_UINT8. Activations are bytes q that represent scale * (q - zero), weights are rounded to
// -127 .. 127 with one scale per output channel, products are summed exactly in 32 bits:
//   v = sum((q_x - input_zero) * q_weights) * (input_scale * weight_scale[oc])
//   v = v + bias[oc];  v = v + residual;  v = relu? max(v, 0)
// Each operation rounds once to fp32, in this order: results have the same bits on every instruction set.
// kernel_h * kernel_w * c / groups is at most 65536, so that the sums cannot overflow.
typedef struct rn_int8_scales {
  float input_scale;     // positive
  int32_t input_zero;    // 0 .. 255
  float residual_scale;  // a uint8 residual represents residual_scale * q
  float output_scale;    // of a uint8 output
} rn_int8_scales;

// Packed weights are opaque 32-bit words of type fp32. The length depends on the context's ISA and on the shape
// without n; a packed buffer serves any n.
RN_API rn_status rn_conv2d_int8_packed_length(const rn_context* context, const rn_conv2d_shape* shape,
                                              int64_t* length);
// weights are finite fp32 in HWIO. Writes weight_scale[k], the largest magnitude of the channel's weights / 127, or
// 1 if they are all zero. A weight is stored as weight / weight_scale, rounded to nearest even.
RN_API rn_status rn_conv2d_int8_pack(rn_context* context, const rn_conv2d_shape* shape, rn_const_buffer weights,
                                     rn_buffer packed, rn_buffer weight_scale);

// x is uint8, or fp32 (an image), which is first quantized: clamp(round(x * (1 / input_scale) + input_zero), 0,
// 255). bias [k] (fp32) and residual (y's shape; uint8, fp32 or bfloat16) are optional. y is v in fp32 or bfloat16,
// or, in uint8, clamp(round(v * (1 / output_scale)), 0, 255). Rounding is to nearest even; NaN becomes 0 in uint8.
RN_API rn_status rn_conv2d_int8_forward(rn_context* context, const rn_conv2d_shape* shape, rn_const_buffer x,
                                        const rn_int8_scales* scales, rn_const_buffer packed,
                                        rn_const_buffer weight_scale, rn_const_buffer bias,
                                        rn_const_buffer residual, int32_t relu, rn_buffer y);

// ---- Linear --------------------------------------------------------------------------------------------------
//   y[n,o] = bias[o] + sum over i of x[n,i] * weights[i,o]
RN_API rn_status rn_linear_forward(rn_context* context, int64_t n, int32_t in, int32_t out, rn_const_buffer x,
                                   rn_const_buffer weights, rn_const_buffer bias, rn_buffer y);
// dx may be empty (length 0) if it is not needed.
RN_API rn_status rn_linear_backward(rn_context* context, int64_t n, int32_t in, int32_t out, rn_const_buffer x,
                                    rn_const_buffer weights, rn_const_buffer dy, rn_buffer dx, rn_buffer dweights,
                                    rn_buffer dbias);

// ---- Batch normalization, with the residual add and ReLU that follow it --------------------------------------
// x is [rows][channels]: rows = n*h*w. x, y, residual and their gradients are activations. Train (rows at least 2):
//   mean[c], variance[c] over rows (biased);  xhat = (x - mean) * inv_std, inv_std = 1 / sqrt(variance + epsilon)
//   y = relu?(gamma * xhat + beta + residual)
//   running_mean += momentum * (mean - running_mean);  running_variance likewise with the unbiased variance
// saved_mean and saved_inv_std [channels] are outputs for the backward pass. y may be x. residual is optional.
RN_API rn_status rn_batch_norm_train(rn_context* context, int64_t rows, int32_t channels, float epsilon,
                                     float momentum, rn_const_buffer x, rn_const_buffer gamma, rn_const_buffer beta,
                                     rn_const_buffer residual, int32_t relu, rn_buffer running_mean,
                                     rn_buffer running_variance, rn_buffer saved_mean, rn_buffer saved_inv_std,
                                     rn_buffer y);
// y = relu?(gamma * (x - mean) / sqrt(variance + epsilon) + beta + residual). y may be x.
RN_API rn_status rn_batch_norm_infer(rn_context* context, int64_t rows, int32_t channels, float epsilon,
                                     rn_const_buffer x, rn_const_buffer gamma, rn_const_buffer beta,
                                     rn_const_buffer mean, rn_const_buffer variance, rn_const_buffer residual,
                                     int32_t relu, rn_buffer y);
// With g = (y > 0 ? dy : 0) if relu is 1, or g = dy if relu is 0 (y must then be empty):
//   dbeta = sum g;  dgamma = sum g * xhat;  dx = gamma * inv_std * (g - dbeta/rows - xhat * dgamma/rows)
//   dresidual = g (optional). dx may be x; dx or dresidual may be dy, but not both.
// y may be empty if there was no residual: y > 0 is then recomputed from x, beta and the saved values, with the
// same result and less memory traffic.
RN_API rn_status rn_batch_norm_backward(rn_context* context, int64_t rows, int32_t channels, rn_const_buffer x,
                                        rn_const_buffer y, rn_const_buffer dy, rn_const_buffer gamma,
                                        rn_const_buffer beta, rn_const_buffer saved_mean,
                                        rn_const_buffer saved_inv_std, int32_t relu, rn_buffer dx,
                                        rn_buffer dresidual, rn_buffer dgamma, rn_buffer dbeta);

// ---- Elementwise, on activations -----------------------------------------------------------------------------
RN_API rn_status rn_relu_forward(rn_context* context, rn_const_buffer x, rn_buffer y);  // y may be x
// dx = dy where y > 0, else 0. dx may be dy.
RN_API rn_status rn_relu_backward(rn_context* context, rn_const_buffer y, rn_const_buffer dy, rn_buffer dx);
RN_API rn_status rn_add(rn_context* context, rn_const_buffer a, rn_const_buffer b, rn_buffer y);  // y may be a or b

// y = x, converted to the type of y. Each of them may be fp32 or bfloat16.
RN_API rn_status rn_convert(rn_context* context, rn_const_buffer x, rn_buffer y);

// ---- Option-A shortcut (He et al. 2015, section 3.3) ---------------------------------------------------------
//   y[n,oy,ox,c] = c < in_channels ? x[n, oy*stride, ox*stride, c] : 0, out_h = (h - 1) / stride + 1.
// out_channels is at least in_channels. x, y and their gradients are activations; the forward pass also accepts
// RN_UINT8 with a zero point of 0.
typedef struct rn_shortcut_shape {
  int64_t n;
  int32_t h, w;
  int32_t in_channels, out_channels;
  int32_t stride;
} rn_shortcut_shape;
RN_API rn_status rn_shortcut_forward(rn_context* context, const rn_shortcut_shape* shape, rn_const_buffer x,
                                     rn_buffer y);
// Writes every element of dx: 0 for those that the forward pass skipped.
RN_API rn_status rn_shortcut_backward(rn_context* context, const rn_shortcut_shape* shape, rn_const_buffer dy,
                                      rn_buffer dx);

// ---- Pooling -------------------------------------------------------------------------------------------------
typedef struct rn_pool_shape {
  int64_t n;
  int32_t h, w, c;
  int32_t kernel, stride, pad;  // kernel at most 15, pad smaller than the kernel; output size as for convolution
} rn_pool_shape;
// x, y and their gradients are activations. Padding is never the maximum. argmax (y's shape, optional: null with
// length 0) receives the tap ky * kernel + kx of the maximum: the first of equal values, and NaN before all
// numbers. The forward pass also accepts RN_UINT8, without argmax.
RN_API rn_status rn_max_pool_forward(rn_context* context, const rn_pool_shape* shape, rn_const_buffer x,
                                     rn_buffer y, uint8_t* argmax, int64_t argmax_length);
RN_API rn_status rn_max_pool_backward(rn_context* context, const rn_pool_shape* shape, rn_const_buffer dy,
                                      const uint8_t* argmax, int64_t argmax_length, rn_buffer dx);
// y[n,oy,ox,c] = mean of x over those pixels of the window of size x size at (oy*size, ox*size) that lie inside the
// image. Windows do not overlap: out_h = (h - 1) / size + 1. x, y and their gradients are activations. The forward
// pass also accepts RN_UINT8: means are then rounded to nearest, ties up.
typedef struct rn_average_pool_shape {
  int64_t n;
  int32_t h, w, c;
  int32_t size;  // 1 .. 15
} rn_average_pool_shape;
RN_API rn_status rn_average_pool_forward(rn_context* context, const rn_average_pool_shape* shape, rn_const_buffer x,
                                         rn_buffer y);
RN_API rn_status rn_average_pool_backward(rn_context* context, const rn_average_pool_shape* shape,
                                          rn_const_buffer dy, rn_buffer dx);
// y[n,c] = mean over pixels of x[n,:,c], where x is [n][pixels][c]. x and dx are activations; y and dy are always
// fp32. x may also be RN_UINT8: y is then the mean of the bytes themselves, which the caller multiplies by their
// scale.
RN_API rn_status rn_global_average_pool_forward(rn_context* context, int64_t n, int64_t pixels, int32_t c,
                                                rn_const_buffer x, rn_buffer y);
RN_API rn_status rn_global_average_pool_backward(rn_context* context, int64_t n, int64_t pixels, int32_t c,
                                                 rn_const_buffer dy, rn_buffer dx);

// ---- Squeeze-and-excitation (Hu et al. 2017) -----------------------------------------------------------------
// y[n,p,c] = relu?(x[n,p,c] * scale[n,c] + residual[n,p,c]), x is [n][pixels][c]. x, y, residual and their
// gradients are activations, scale and dscale are fp32. residual is optional. y may be x.
RN_API rn_status rn_channel_scale_forward(rn_context* context, int64_t n, int64_t pixels, int32_t c,
                                          rn_const_buffer x, rn_const_buffer scale, rn_const_buffer residual,
                                          int32_t relu, rn_buffer y);
// With g = (y > 0 ? dy : 0), or g = dy if y is empty, which means that there was no ReLU:
//   dresidual = g;  dscale[n,c] = sum over p of g[n,p,c] * x[n,p,c]
// dresidual may be dy.
RN_API rn_status rn_channel_scale_backward(rn_context* context, int64_t n, int64_t pixels, int32_t c,
                                           rn_const_buffer x, rn_const_buffer y, rn_const_buffer dy,
                                           rn_buffer dresidual, rn_buffer dscale);
// dx[n,p,c] = g[n,p,c] * scale[n,c] + dmean[n,c] / pixels, where dmean is the gradient of the means of x, from
// which scale is computed. dx may be g.
RN_API rn_status rn_channel_scale_backward_data(rn_context* context, int64_t n, int64_t pixels, int32_t c,
                                                rn_const_buffer g, rn_const_buffer scale, rn_const_buffer dmean,
                                                rn_buffer dx);
// y = 1 / (1 + exp(-x)), in fp32. y may be x.
RN_API rn_status rn_sigmoid_forward(rn_context* context, rn_const_buffer x, rn_buffer y);
// dx = dy * y * (1 - y). dx may be dy.
RN_API rn_status rn_sigmoid_backward(rn_context* context, rn_const_buffer y, rn_const_buffer dy, rn_buffer dx);

// ---- Loss ----------------------------------------------------------------------------------------------------
// probabilities[n,:] = softmax(logits[n,:]). probabilities may be logits.
RN_API rn_status rn_softmax(rn_context* context, int64_t n, int32_t classes, rn_const_buffer logits,
                            rn_buffer probabilities);
// targets is [n][classes], at least 0. The sum of a row may have any value: it is the image's weight.
//   loss = sum over n and j of -targets[n,j] * log softmax(logits[n,:])[j]
//   dlogits[n,j] = (sum_k targets[n,k] * softmax(logits[n,:])[j] - targets[n,j]) * gradient_scale
// correct is the number of rows whose first largest logit is the label, 0..classes-1; labels do not affect the
// loss. dlogits may be empty (the gradient is then not computed) and may be logits.
RN_API rn_status rn_softmax_cross_entropy(rn_context* context, int64_t n, int32_t classes, float gradient_scale,
                                          rn_const_buffer logits, rn_const_buffer targets, const int32_t* labels,
                                          int64_t labels_length, rn_buffer dlogits, double* loss, int64_t* correct);

// Any number of labels may apply to an image. targets is [n][2][labels], at least 0: the weights of each label's
// being present and absent. With z = logits[n,j]:
//   loss = sum over n and j of targets[n,0,j] * log(1 + exp(-z)) + targets[n,1,j] * log(1 + exp(z))
//   dlogits[n,j] = ((targets[n,0,j] + targets[n,1,j]) / (1 + exp(-z)) - targets[n,0,j]) * gradient_scale
// counts compares z >= 0 with truth, [n][labels] of 0 and 1; truth does not affect the loss.
// dlogits may be empty (the gradient is then not computed) and may be logits.
typedef struct rn_label_counts {
  int64_t exact;  // images whose labels are all correct
  int64_t true_positives, false_positives, false_negatives;
} rn_label_counts;
RN_API rn_status rn_sigmoid_cross_entropy(rn_context* context, int64_t n, int32_t labels, float gradient_scale,
                                          rn_const_buffer logits, rn_const_buffer targets, const uint8_t* truth,
                                          int64_t truth_length, rn_buffer dlogits, double* loss,
                                          rn_label_counts* counts);

// ---- Optimizer -----------------------------------------------------------------------------------------------
typedef struct rn_sgd_rates {
  float learning_rate, momentum, weight_decay;
  float gradient_scale;  // 1 leaves the gradient unmodified
  float average_rate;    // 0 to 1: the fraction by which the average moves towards the new weights
  int32_t nesterov;
} rn_sgd_rates;
//   g = gradient_scale * gradient + weight_decay * weight;  v = momentum * v + learning_rate * g
//   weight -= nesterov ? momentum * v + learning_rate * g : v
//   average += average_rate * (weight - average), unless average is empty
RN_API rn_status rn_sgd_step(rn_context* context, const rn_sgd_rates* rates, rn_const_buffer gradient,
                             rn_buffer velocity, rn_buffer weights, rn_buffer average);
// average += rate * (x - average), rate 0 to 1
RN_API rn_status rn_moving_average(rn_context* context, float rate, rn_const_buffer x, rn_buffer average);
// sum = the sum of x[i]^2 in double, in an order that does not depend on threads or instruction set
RN_API rn_status rn_sum_of_squares(rn_context* context, rn_const_buffer x, double* sum);

// ---- Images to batches ---------------------------------------------------------------------------------------
// The part of a stored image that becomes network input, scaled to h by w pixels.
//
// A part of h by w pixels at integer coordinates is copied and may reach outside the image. Any other part must lie
// within the image and is resampled with a triangle filter: bilinear when enlarging, and widened by the scale when
// shrinking, which prevents aliasing. The pixel of output row y lies at the part's row (y + 1/2) * height / h -
// 1/2.
typedef struct rn_image_view {
  float top, left, height, width;  // the part, in stored pixels from the image's edges; at most 2^24 each
  int32_t flip;                    // 1: mirrors the output horizontally
  int32_t recolor;                 // 1: applies matrix and shift
  int32_t erased_top, erased_left, erased_height,
      erased_width;              // sets this part of the output to 0; sizes at least 0
  float matrix[4][4], shift[4];  // only the first c entries are used
} rn_image_view;

// Gathers images of a pixel store, [images][store_h][store_w][c] of uint8 or float, into a normalized, augmented
// network input [n][h][w][c]:
//   p = the view of image indices[i] at (y, x)
//   q[ch] = recolor? sum over k of matrix[ch][k] * p[k] + shift[ch], clamped to 0 .. 255 for uint8 stores : p[ch]
//   out[i,y,x,ch] = (q[ch] - mean[ch]) * scale[ch]; 0 if erased or outside the image.
typedef struct rn_image_batch {
  int64_t n;
  int32_t h, w, c;  // c at most 4
  int32_t store_h, store_w;
  int32_t is_float;  // 0: uint8 store, 1: float store
  const void* store;
  int64_t store_images;
  const int64_t* indices;      // n entries in 0..store_images-1
  const rn_image_view* views;  // n entries, or null: h by w pixels at the center of each image (if it is not at
                               // integer coordinates, rounded towards the top left)
  const float* mean;           // c entries
  const float* scale;          // c entries: 1 / standard deviation
} rn_image_batch;
// out is fp32 or bfloat16.
RN_API rn_status rn_image_batch_load(rn_context* context, const rn_image_batch* batch, rn_buffer out);

// Mixes every image with the next, and the last with the first, in place. Where old are the images before the call:
//   images[i,y,x,:] = (y,x) in boxes[i] ? old[i+1,y,x,:] : share[i] * old[i,y,x,:] + (1 - share[i]) *
//   old[i+1,y,x,:]
// share (0 to 1) and boxes (within the image, or empty) have n entries. images is [n][h][w][c], fp32 or bfloat16.
typedef struct rn_box {
  int32_t top, left, bottom, right;  // top <= y < bottom, left <= x < right
} rn_box;
RN_API rn_status rn_image_batch_mix(rn_context* context, int64_t n, int32_t h, int32_t w, int32_t c,
                                    const float* share, const rn_box* boxes, rn_buffer images);

// For computing the normalization and the principal colors: sum[ch] and products[a][b], the sum of channel a times
// channel b, over all rows and columns of the listed images, accumulated in double in a fixed order. h, w, views,
// mean and scale are not used.
RN_API rn_status rn_image_statistics(rn_context* context, const rn_image_batch* batch, double* sum,
                                     double* products);

#endif  // RESNET_NATIVE_H

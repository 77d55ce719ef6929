// The loops of a step, and every address, by counting alone:
//
//   for each output time, output frequency, group of channels, kernel time, kernel frequency, input channel: one tap
//
// A group is as many output channels as there are lanes. Shared steps give one input value to all lanes and have a loop over the input's
// channels; in the others lane i reads channel i of the group, and that loop has one turn.

module kws_counters #(
  parameter COUNT_BITS = 1,
  parameter PLACE_BITS = 2,                       // times and frequencies, from -padding on: two's complement
  parameter LANE_BITS = 1,
  parameter ADDRESS_BITS = 1,
  parameter WEIGHT_ADDRESS_BITS = 1,
  parameter BIAS_ADDRESS_BITS = 1
) (
  input  wire                           clock,
  input  wire                           load,
  input  wire                           run,

  // The step, as kws_layers.v says it.
  input  wire                           multiply,
  input  wire [COUNT_BITS-1:0]          output_time_last,
  input  wire [COUNT_BITS-1:0]          output_frequency_last,
  input  wire [COUNT_BITS-1:0]          group_last,
  input  wire [COUNT_BITS-1:0]          kernel_time_last,
  input  wire [COUNT_BITS-1:0]          kernel_frequency_last,
  input  wire [COUNT_BITS-1:0]          channel_last,
  input  wire [LANE_BITS-1:0]           lane_last,
  input  wire [PLACE_BITS-1:0]          times,
  input  wire [PLACE_BITS-1:0]          frequencies,
  input  wire [PLACE_BITS-1:0]          first_time,
  input  wire [PLACE_BITS-1:0]          first_frequency,
  input  wire [PLACE_BITS-1:0]          stride_time,
  input  wire [PLACE_BITS-1:0]          stride_frequency,
  input  wire [ADDRESS_BITS-1:0]        first_address,
  input  wire [ADDRESS_BITS-1:0]        tap_words,
  input  wire [ADDRESS_BITS-1:0]        line_words,
  input  wire [ADDRESS_BITS-1:0]        group_words,
  input  wire [ADDRESS_BITS-1:0]        window_words,
  input  wire [ADDRESS_BITS-1:0]        row_words,
  input  wire [WEIGHT_ADDRESS_BITS-1:0] first_weight,
  input  wire [BIAS_ADDRESS_BITS-1:0]   first_bias,

  // The tap of this cycle.
  output reg  [ADDRESS_BITS-1:0]        address,
  output reg  [LANE_BITS-1:0]           lane,     // of the word, for a shared value
  output reg  [WEIGHT_ADDRESS_BITS-1:0] weight_address,
  output reg  [BIAS_ADDRESS_BITS-1:0]   bias_address,
  output wire                           present,  // not beyond an edge of the input
  output reg                            first,    // of its group
  output wire                           last,
  output wire                           ends      // the last one of the step
);
  reg [COUNT_BITS-1:0] output_time, output_frequency, group, kernel_time, kernel_frequency, channel;

  wire channels_end = channel == channel_last;
  wire line_ends = channels_end && kernel_frequency == kernel_frequency_last;
  assign last = line_ends && kernel_time == kernel_time_last;
  wire window_ends = last && group == group_last;
  wire row_ends = window_ends && output_frequency == output_frequency_last;
  assign ends = row_ends && output_time == output_time_last;

  // The place of the window, and of the tap in the input. One before the first is a large number without a sign.
  reg [PLACE_BITS-1:0] window_time, window_frequency, tap_time, tap_frequency;
  assign present = tap_time < times && tap_frequency < frequencies;

  // Where the line of the kernel, the group, the window and the row of windows begin.
  reg [ADDRESS_BITS-1:0] line, group_start, window, row;

  wire [PLACE_BITS-1:0] next_frequency = window_frequency + stride_frequency;
  wire [PLACE_BITS-1:0] next_time = window_time + stride_time;
  wire [ADDRESS_BITS-1:0] next_window = row_ends ? row + row_words : window + window_words;
  wire [ADDRESS_BITS-1:0] next_group = window_ends ? next_window : group_start + group_words;
  wire [ADDRESS_BITS-1:0] next_line = last ? next_group : line + line_words;

  always @(posedge clock)
    if (load) begin
      {output_time, output_frequency, group, kernel_time, kernel_frequency, channel} <= 0;
      {window_time, tap_time} <= {2{first_time}};
      {window_frequency, tap_frequency} <= {2{first_frequency}};
      {row, window, group_start, line, address} <= {5{first_address}};
      lane <= 0;
      first <= 1;
      weight_address <= first_weight;
      bias_address <= first_bias;
    end else if (run) begin
      first <= last;

      // Counters: each ends its turn when all inside it end theirs.
      channel <= channels_end ? 0 : channel + 1;
      lane <= channels_end || lane == lane_last ? 0 : lane + 1;
      if (channels_end) kernel_frequency <= line_ends ? 0 : kernel_frequency + 1;
      if (line_ends) kernel_time <= last ? 0 : kernel_time + 1;
      if (last) group <= window_ends ? 0 : group + 1;
      if (window_ends) output_frequency <= row_ends ? 0 : output_frequency + 1;
      if (row_ends) output_time <= output_time + 1;

      // Places.
      if (window_ends) window_frequency <= row_ends ? first_frequency : next_frequency;
      if (row_ends) window_time <= next_time;
      if (row_ends) tap_frequency <= first_frequency;
      else if (window_ends) tap_frequency <= next_frequency;
      else if (line_ends) tap_frequency <= window_frequency;
      else if (channels_end) tap_frequency <= tap_frequency + 1;
      if (row_ends) tap_time <= next_time;
      else if (last) tap_time <= window_time;
      else if (line_ends) tap_time <= tap_time + 1;

      // Addresses.
      if (line_ends) address <= next_line;
      else if (channels_end) address <= address + tap_words;
      else if (lane == lane_last) address <= address + 1;
      if (line_ends) line <= next_line;
      if (last) group_start <= next_group;
      if (window_ends) window <= next_window;
      if (row_ends) row <= next_window;

      // Weights in the order of the taps, those of all groups again for every window.
      if (multiply) weight_address <= window_ends ? first_weight : weight_address + 1;
      if (last) bias_address <= window_ends ? first_bias : bias_address + 1;
    end
endmodule

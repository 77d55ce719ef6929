//@header

module kws #(
//@parameters
) (
  input  wire                          clock,
  input  wire                          reset,               // synchronous

  // The fingerprint, written while busy is low: value i, of frame i / coefficients.
  input  wire                          fingerprint_write,
  input  wire [INPUT_ADDRESS_BITS-1:0] fingerprint_address,
  input  wire [INPUT_BITS-1:0]         fingerprint_value,   // two's complement

  input  wire                          start,               // for one cycle, while busy is low
  output wire                          busy,
  output wire                          done,                // for one cycle, the first one after busy
  output wire [STEP_BITS-1:0]          step,                // the step at work, for those who count cycles

  // The logits, in the last step, one per cycle.
  output wire                          logit_valid,
  output wire [LABEL_BITS-1:0]         logit_index,
  output wire signed [LOGIT_BITS-1:0]  logit,
  output wire [LABEL_BITS-1:0]         label                // from done until the next start
);
  // The step.
  wire multiply, maximum, average, report, shared, biased, floor, from_a, from_b, to_a, to_b, last_step;
  wire [RULE_BITS-1:0] rule;
  wire [WAIT_BITS-1:0] divide_cycles;
  wire [COUNT_BITS-1:0] output_time_last, output_frequency_last, group_last, kernel_time_last, kernel_frequency_last, channel_last;
  wire [LANE_BITS-1:0] lane_last;
  wire [PLACE_BITS-1:0] times, frequencies, first_time, first_frequency, stride_time, stride_frequency;
  wire [ADDRESS_BITS-1:0] first_address, tap_words, line_words, group_words, window_words, row_words;
  wire [WEIGHT_ADDRESS_BITS-1:0] first_weight;
  wire [BIAS_ADDRESS_BITS-1:0] first_bias;

  kws_layers layers(
    .step(step), .last_step(last_step), .multiply(multiply), .maximum(maximum), .average(average), .report(report), .shared(shared),
    .biased(biased), .floor(floor), .from_a(from_a), .from_b(from_b), .to_a(to_a), .to_b(to_b), .rule(rule),
    .divide_cycles(divide_cycles), .output_time_last(output_time_last), .output_frequency_last(output_frequency_last),
    .group_last(group_last), .kernel_time_last(kernel_time_last), .kernel_frequency_last(kernel_frequency_last),
    .channel_last(channel_last), .lane_last(lane_last), .times(times), .frequencies(frequencies), .first_time(first_time),
    .first_frequency(first_frequency), .stride_time(stride_time), .stride_frequency(stride_frequency),
    .first_address(first_address), .tap_words(tap_words),
    .line_words(line_words), .group_words(group_words), .window_words(window_words), .row_words(row_words),
    .first_weight(first_weight), .first_bias(first_bias)
  );

  // The tap.
  wire load, run, present, first, last, ends;
  wire [ADDRESS_BITS-1:0] address;
  wire [LANE_BITS-1:0] lane;
  wire [WEIGHT_ADDRESS_BITS-1:0] weight_address;
  wire [BIAS_ADDRESS_BITS-1:0] bias_address;

  kws_control #(.STEP_BITS(STEP_BITS), .WAIT_BITS(WAIT_BITS)) control(
    .clock(clock), .reset(reset), .start(start), .busy(busy), .done(done), .step(step), .last_step(last_step), .average(average),
    .divide_cycles(divide_cycles), .last(last), .ends(ends), .load(load), .run(run)
  );

  kws_counters #(
    .COUNT_BITS(COUNT_BITS), .PLACE_BITS(PLACE_BITS), .LANE_BITS(LANE_BITS), .ADDRESS_BITS(ADDRESS_BITS),
    .WEIGHT_ADDRESS_BITS(WEIGHT_ADDRESS_BITS), .BIAS_ADDRESS_BITS(BIAS_ADDRESS_BITS)
  ) counters(
    .clock(clock), .load(load), .run(run), .multiply(multiply), .output_time_last(output_time_last),
    .output_frequency_last(output_frequency_last), .group_last(group_last), .kernel_time_last(kernel_time_last),
    .kernel_frequency_last(kernel_frequency_last), .channel_last(channel_last), .lane_last(lane_last), .times(times),
    .frequencies(frequencies), .first_time(first_time), .first_frequency(first_frequency), .stride_time(stride_time),
    .stride_frequency(stride_frequency), .first_address(first_address), .tap_words(tap_words), .line_words(line_words),
    .group_words(group_words), .window_words(window_words), .row_words(row_words), .first_weight(first_weight),
    .first_bias(first_bias), .address(address), .lane(lane), .weight_address(weight_address), .bias_address(bias_address),
    .present(present), .first(first), .last(last), .ends(ends)
  );

  // The memories. Results fill theirs from address 0 on.
  wire write;
  wire [LANES*RESULT_BITS-1:0] results;
  wire [LANES*VALUE_BITS-1:0] values;
  reg [ADDRESS_BITS-1:0] write_address;
  reg write_to_a, write_to_b;                                // when the word is there, the next step may be selected
  always @(posedge clock) begin
    {write_to_a, write_to_b} <= {to_a, to_b};
    if (load) write_address <= 0;
    else if (write) write_address <= write_address + 1;
  end

  kws_values #(
    .LANES(LANES), .VALUE_BITS(VALUE_BITS), .RESULT_BITS(RESULT_BITS), .ADDRESS_BITS(ADDRESS_BITS), .INPUT_WORDS(INPUT_WORDS),
    .INPUT_BITS(INPUT_BITS), .INPUT_ADDRESS_BITS(INPUT_ADDRESS_BITS), .A_WORDS(A_WORDS), .A_LANES(A_LANES), .A_BITS(A_BITS),
    .A_ADDRESS_BITS(A_ADDRESS_BITS), .B_WORDS(B_WORDS), .B_LANES(B_LANES), .B_BITS(B_BITS), .B_ADDRESS_BITS(B_ADDRESS_BITS)
  ) memories(
    .clock(clock), .fingerprint_write(fingerprint_write), .fingerprint_address(fingerprint_address),
    .fingerprint_value(fingerprint_value), .write_a(write && write_to_a), .write_b(write && write_to_b),
    .write_address(write_address), .results(results), .from_a(from_a), .from_b(from_b), .address(address), .values(values)
  );

  wire [LANES*WEIGHT_BITS-1:0] weights;
  kws_rom #(
    .WORDS(WEIGHT_WORDS), .BITS(LANES*WEIGHT_BITS), .ADDRESS_BITS(WEIGHT_ADDRESS_BITS), .FILE("weights.mem")
  ) weight_rom(.clock(clock), .address(weight_address), .word(weights));

  wire [LANES*BIAS_BITS-1:0] biases;
  generate
    if (BIAS_WORDS != 0) begin : with_biases
      kws_rom #(.WORDS(BIAS_WORDS), .BITS(LANES*BIAS_BITS), .ADDRESS_BITS(BIAS_ADDRESS_BITS), .FILE("biases.mem")) bias_rom(
        .clock(clock), .address(bias_address), .word(biases)
      );
    end else begin : without_biases
      assign biases = 0;
      wire unused = &{1'b0, bias_address};
    end
  endgenerate

  kws_array #(
    .LANES(LANES), .LANE_BITS(LANE_BITS), .VALUE_BITS(VALUE_BITS), .OPERAND_BITS(OPERAND_BITS), .WEIGHT_BITS(WEIGHT_BITS),
    .PRODUCT_BITS(PRODUCT_BITS), .TERM_BITS(TERM_BITS), .BIAS_BITS(BIAS_BITS), .SUM_BITS(SUM_BITS), .AVERAGE_BITS(AVERAGE_BITS),
    .QUOTIENT_BITS(QUOTIENT_BITS), .POSITIONS_BITS(POSITIONS_BITS), .FINISHED_BITS(FINISHED_BITS), .RESULT_BITS(RESULT_BITS),
    .RULE_BITS(RULE_BITS), .WAIT_BITS(WAIT_BITS)
  ) array(
    .clock(clock), .reset(reset), .multiply(multiply), .maximum(maximum), .average(average), .report(report), .shared(shared),
    .biased(biased), .floor(floor), .rule(rule), .divide_cycles(divide_cycles), .run(run), .present(present), .first(first),
    .last(last), .lane(lane), .values(values), .weights(weights), .biases(biases), .write(write), .results(results)
  );

  kws_logits #(
    .LANES(LANES), .LANE_BITS(LANE_BITS), .RESULT_BITS(RESULT_BITS), .WORDS(LOGIT_WORDS), .ADDRESS_BITS(LOGIT_ADDRESS_BITS),
    .LOGIT_LANES(LOGIT_LANES), .LOGIT_BITS(LOGIT_BITS), .LABEL_BITS(LABEL_BITS)
  ) logits(
    .clock(clock), .reset(reset), .write(write && !write_to_a && !write_to_b),
    .write_address(write_address[LOGIT_ADDRESS_BITS-1:0]), .results(results), .read(run && report),
    .address(address[LOGIT_ADDRESS_BITS-1:0]), .lane(lane), .valid(logit_valid), .index(logit_index), .logit(logit), .label(label)
  );
endmodule
